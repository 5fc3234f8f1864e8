package dev.scale.app;

import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code scale queue}: how much waits, at the broker and in the outbox. */
@picocli.CommandLine.Command(
        name = "queue",
        mixinStandardHelpOptions = true,
        description = "Show how many commands wait: in the queue, and in the outbox for their time (later tries,"
                + " follow-ups, replays). Without a database it shows the queue alone. Exit code 1 where there is no such"
                + " queue.",
        footerHeading = "%nExamples:%n",
        footer = {"  scale queue", "  scale queue --queue trial --json", "  scale queue purge --queue trial --yes"})
final class QueueCommand implements Callable<Integer> {

    private final Console console;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private final QueueFlag queue = new QueueFlag();

    private String trouble = "";

    QueueCommand(Console console) {
        this.console = console;
    }

    /** With the commands below it. */
    static CommandLine line(Console console) {
        return new CommandLine(new QueueCommand(console))
                .addSubcommand("adopt", new AdoptQueueCommand(console))
                .addSubcommand("purge", new PurgeQueueCommand(console));
    }

    @Override
    public Integer call() {
        Configuration configuration = queue.configuration();
        QueueFacts facts = QueueFacts.read(configuration, "scale-queue");
        if (facts.missing()) {
            throw new Failure(
                    ExitCode.FAILED,
                    "there is no queue '" + facts.name() + "' at "
                            + configuration.brokerUrl().place() + "; check --queue and "
                            + Setting.QUEUE_NAME.variable()
                            + " (a queue is made when the first command is sent to it or a handler starts)");
        }
        BacklogFacts backlog = backlog(configuration);
        if (json) {
            console.json(generator -> {
                facts.write(generator);
                if (backlog == null) {
                    generator.writeStringProperty("outbox_not_asked", trouble);
                } else {
                    backlog.writeOutbox(generator);
                }
            });
        } else {
            String outbox = backlog == null ? "" : "; in the outbox " + backlog.outbox();
            console.out().println(facts.name() + ": " + facts.counts() + outbox);
            if (backlog == null) {
                console.err().println("scale: the outbox was not asked: " + trouble);
            }
        }
        return ExitCode.OK;
    }

    /** Who may use the broker need not have a database. */
    private @Nullable BacklogFacts backlog(Configuration configuration) {
        try {
            return BacklogFacts.read(configuration, "scale-queue");
        } catch (SQLException | RuntimeException e) {
            trouble = Errors.line(e);
            return null;
        }
    }
}
