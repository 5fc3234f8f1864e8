package dev.scale.app;

import dev.scale.messaging.broker.Broker;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code scale queue purge}: throws away what waits in the queue. */
@Command(
        name = "purge",
        mixinStandardHelpOptions = true,
        description =
                "Throw away every command that is ready in the queue, for ever: nothing keeps them. What handlers have in"
                        + " hand, and what waits in the outbox, stays.",
        footerHeading = "%nExamples:%n",
        footer = "  scale queue purge --queue trial --yes")
final class PurgeQueueCommand implements Callable<Integer> {

    private final Console console;

    @Option(
            names = {"-y", "--yes"},
            description = "Yes; without it nothing is done.")
    private boolean yes;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private final QueueFlag queue = new QueueFlag();

    PurgeQueueCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Configuration configuration = queue.configuration();
        String name = configuration.text(Setting.QUEUE_NAME).orElseThrow();
        try (Broker broker = Broker.open(configuration.brokerUrl(), configuration.brokerOptions("scale-queue"))) {
            QueueFacts facts = QueueFacts.of(broker, name);
            if (facts.missing()) {
                throw new Failure(
                        ExitCode.FAILED,
                        "there is no queue '" + name + "' at "
                                + configuration.brokerUrl().place());
            }
            long ready = facts.depth().ready();
            if (!yes) {
                throw Failure.usage("this throws away about " + ready + " commands of queue '" + name + "' at "
                        + configuration.brokerUrl().place() + " for ever; --yes does it");
            }
            broker.purge();
            if (json) {
                console.json(generator -> {
                    generator.writeStringProperty("queue", name);
                    generator.writeNumberProperty("purged_about", ready);
                });
            } else {
                console.out().println(name + ": purged, about " + ready + " commands");
            }
            return ExitCode.OK;
        }
    }
}
