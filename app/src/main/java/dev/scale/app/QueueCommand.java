package dev.scale.app;

import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.QueueDepth;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code scale queue}: how much waits. */
@picocli.CommandLine.Command(
        name = "queue",
        mixinStandardHelpOptions = true,
        description = "Show how many commands wait in the queue.")
final class QueueCommand implements Callable<Integer> {

    private final Console console;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private final QueueFlag queue = new QueueFlag();

    QueueCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Configuration configuration = queue.configuration();
        try (Broker broker = Broker.open(configuration.brokerUrl(), configuration.brokerOptions("scale-queue"))) {
            QueueDepth depth = broker.depth();
            String name = configuration.text(Setting.QUEUE_NAME).orElseThrow();
            if (json) {
                console.json(generator -> {
                    generator.writeStringProperty("queue", name);
                    generator.writeNumberProperty("ready", depth.ready());
                    depth.inFlight().ifPresent(number -> generator.writeNumberProperty("in_flight", number));
                    depth.delayed().ifPresent(number -> generator.writeNumberProperty("delayed", number));
                });
            } else {
                console.out().println(name + ": " + describe(depth));
            }
        }
        return ExitCode.OK;
    }

    static String describe(QueueDepth depth) {
        StringBuilder text = new StringBuilder(depth.ready() + " ready");
        depth.inFlight().ifPresent(number -> text.append(", ").append(number).append(" in flight"));
        depth.delayed().ifPresent(number -> text.append(", ").append(number).append(" delayed"));
        return text.toString();
    }
}
