package dev.scale.app;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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
                "Show what is running and what waits: `scale up`, broker, queue, outbox, unresolved dead letters of the"
                        + " queue, database, tables.")
final class StatusCommand implements Callable<Integer> {

    private final Console console;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private final QueueFlag queue = new QueueFlag();

    /** What went wrong, by what it went wrong with. */
    private final Map<String, Exception> troubles = new LinkedHashMap<>();

    StatusCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Configuration configuration = queue.configuration();
        String broker = configuration.brokerUrl().toString();
        configuration.databaseUrl();
        Optional<Map<String, String>> up = RunFile.read(configuration.home());
        QueueFacts waiting = attempt("broker", () -> QueueFacts.read(configuration, "scale-status"));
        DatabaseFacts facts = attempt("database", () -> DatabaseFacts.read(configuration));
        BacklogFacts backlog = facts == null || facts.schema().isEmpty()
                ? null
                : attempt("outbox", () -> BacklogFacts.read(configuration, "scale-status"));
        if (json) {
            console.json(generator -> {
                up.ifPresent(values -> generator.writeStringProperty("up_pid", values.getOrDefault(RunFile.PID, "")));
                generator.writeStringProperty("broker", broker);
                if (waiting == null) {
                    generator.writeStringProperty(
                            "queue", configuration.text(Setting.QUEUE_NAME).orElseThrow());
                } else {
                    waiting.write(generator);
                    generator.writeBooleanProperty("queue_missing", waiting.missing());
                }
                if (backlog != null) {
                    backlog.writeOutbox(generator);
                    generator.writeNumberProperty(
                            "dead_letters", backlog.backlog().deadLetters());
                }
                if (facts != null) {
                    facts.write(generator);
                }
                generator.writeObjectPropertyStart("troubles");
                troubles.forEach((where, error) -> generator.writeStringProperty(where, Errors.line(error)));
                generator.writeEndObject();
            });
        } else {
            console.out().println("up:       " + up.map(RunFile::describe).orElseGet(() -> notRunning(configuration)));
            console.out().println("broker:   " + broker + (waiting == null ? ", " + trouble("broker") : ""));
            if (waiting != null) {
                console.out().println("queue:    " + waiting.shown() + ", " + waiting.counts());
            }
            if (backlog != null) {
                console.out().println("outbox:   " + backlog.outbox());
                console.out().println("letters:  " + backlog.deadLetters());
            } else if (troubles.containsKey("outbox")) {
                console.out().println("outbox:   " + trouble("outbox"));
            }
            console.out().println("database: " + (facts == null ? trouble("database") : facts.describe()));
        }
        return troubles.values().stream().mapToInt(Errors::exitCode).max().orElse(ExitCode.OK);
    }

    private static String notRunning(Configuration configuration) {
        return RunFile.leftBehind(configuration.home())
                .map(gone -> "gone (" + gone + ", was killed or crashed)")
                .orElse("not running here");
    }

    private <T> @Nullable T attempt(String what, Callable<T> call) {
        try {
            return call.call();
        } catch (Exception e) {
            troubles.put(what, e);
            return null;
        }
    }

    private String trouble(String where) {
        Exception error = troubles.get(where);
        return error == null ? "" : Errors.line(error);
    }
}
