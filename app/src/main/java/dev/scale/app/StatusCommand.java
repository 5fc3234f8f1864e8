package dev.scale.app;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code scale status}: what runs, and whether broker and database can be reached. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description =
                "Show what is running and what waits: `scale up`, broker, queue, outbox, open dead letters of the queue, database,"
                        + " tables, connections, and every handler process with its threads and rate.",
        footerHeading = "%nExamples:%n",
        footer = {"  scale status", "  scale status --watch", "  scale status --watch 10s --json"})
final class StatusCommand implements Callable<Integer> {

    private static final String CLEAR = "\u001b[H\u001b[2J";

    private final Console console;

    @Option(
            names = "--watch",
            paramLabel = "TIME",
            arity = "0..1",
            fallbackValue = "2s",
            description = "Look again each time (2s), until interrupted; with --json one object a line.")
    private @Nullable String watch;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private final QueueFlag queue = new QueueFlag();

    StatusCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Optional<Duration> pause = Optional.ofNullable(watch).map(StatusCommand::pause);
        Configuration configuration = queue.configuration();
        try (StatusReader reader = new StatusReader(configuration)) {
            Status status = show(reader, configuration, pause.isPresent());
            while (pause.isPresent() && !console.closed()) {
                Thread.sleep(pause.get().toMillis());
                status = show(reader, configuration, true);
            }
            return status.exitCode();
        }
    }

    private Status show(StatusReader reader, Configuration configuration, boolean again) {
        Status status = reader.read();
        Optional<Map<String, String>> up = RunFile.read(configuration.home());
        if (json) {
            console.json(generator -> {
                up.ifPresent(values -> generator.writeStringProperty("up_pid", values.getOrDefault(RunFile.PID, "")));
                status.write(generator);
            });
        } else {
            if (again) {
                console.out().print(Terminal.ofThisProcess().present() ? CLEAR : "\n");
            }
            status.print(console, up.map(RunFile::describe).orElseGet(() -> notRunning(configuration)));
        }
        return status;
    }

    private static Duration pause(String text) {
        OptionalLong milliseconds = Quantity.milliseconds(text);
        if (milliseconds.isEmpty() || milliseconds.getAsLong() < 100) {
            throw Failure.usage("--watch '" + text + "': a duration from 100ms, such as 2s, is expected");
        }
        return Duration.ofMillis(milliseconds.getAsLong());
    }

    private static String notRunning(Configuration configuration) {
        return RunFile.leftBehind(configuration.home())
                .map(gone -> "gone (" + gone + ", was killed or crashed)")
                .orElse("not running here");
    }
}
