package dev.scale.app;

import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.QueueDepth;
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
        description = "Show what is running: `scale up`, broker, queue, database, tables.")
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
        QueueDepth depth = attempt("broker", () -> depth(configuration));
        DatabaseFacts facts = attempt("database", () -> DatabaseFacts.read(configuration));
        String name = configuration.text(Setting.QUEUE_NAME).orElseThrow();
        if (json) {
            console.json(generator -> {
                up.ifPresent(values -> generator.writeStringProperty("up_pid", values.getOrDefault(RunFile.PID, "")));
                generator.writeStringProperty("broker", broker);
                generator.writeStringProperty("queue", name);
                if (depth != null) {
                    generator.writeNumberProperty("ready", depth.ready());
                }
                if (facts != null) {
                    facts.write(generator);
                }
                generator.writeObjectPropertyStart("troubles");
                troubles.forEach((where, error) -> generator.writeStringProperty(where, Errors.line(error)));
                generator.writeEndObject();
            });
        } else {
            console.out().println("up:       " + up.map(StatusCommand::describe).orElse("not running here"));
            console.out().println("broker:   " + broker + (depth == null ? ", " + trouble("broker") : ""));
            if (depth != null) {
                console.out().println("queue:    " + name + ", " + QueueCommand.describe(depth));
            }
            console.out().println("database: " + (facts == null ? trouble("database") : facts.describe()));
        }
        return troubles.values().stream().mapToInt(Errors::exitCode).max().orElse(ExitCode.OK);
    }

    private static QueueDepth depth(Configuration configuration) {
        try (Broker broker = Broker.open(configuration.brokerUrl(), configuration.brokerOptions("scale-status"))) {
            return broker.depth();
        }
    }

    private static String describe(Map<String, String> runFile) {
        return "process " + runFile.get(RunFile.PID) + ", since " + runFile.get(RunFile.STARTED);
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
