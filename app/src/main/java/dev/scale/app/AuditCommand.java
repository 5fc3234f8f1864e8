package dev.scale.app;

import dev.scale.messaging.store.Audit;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code scale audit}. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description =
                "List what people did to dead letters and handler processes, with this program or on the dashboard, the newest"
                        + " first, one page at a time.",
        footerHeading = "%nExamples:%n",
        footer = {"  scale audit", "  scale audit --all-queues --limit 500 --json"})
final class AuditCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private final QueueFlag queue = new QueueFlag();

    @Option(names = "--all-queues", description = "Of every queue.")
    private boolean allQueues;

    @Mixin
    private final PageFlags page = new PageFlags();

    @Option(names = "--json", description = "Print one JSON object: `acts`, and `next` where there are more.")
    private boolean json;

    AuditCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws SQLException {
        Configuration configuration = queue.configuration();
        Optional<String> wanted = allQueues ? Optional.empty() : configuration.text(Setting.QUEUE_NAME);
        int limit = page.limit();
        OptionalLong after = page.after();
        List<Audit.Act> found;
        try (TableReader tables = TableReader.open(configuration, "scale-audit")) {
            found = tables.read((connection, now) -> Audit.newest(connection, wanted, after, limit + 1));
        }
        boolean more = found.size() > limit;
        List<Audit.Act> acts = more ? found.subList(0, limit) : found;
        if (json) {
            writeJson(acts, more);
            return ExitCode.OK;
        }
        TextTable table =
                new TextTable("ID", "AT", "QUEUE", "WHO", "ACT", "NUMBER", "TO WHAT").whole("ID", "AT", "NUMBER");
        acts.forEach(act -> table.row(
                act.id(),
                act.at().truncatedTo(ChronoUnit.SECONDS),
                act.queue(),
                act.actor(),
                act.act(),
                act.number(),
                act.subject()));
        console.print(table);
        if (more && !console.closed()) {
            console.err()
                    .println("scale: there are more: --after "
                            + acts.get(acts.size() - 1).id());
        }
        return ExitCode.OK;
    }

    private void writeJson(List<Audit.Act> acts, boolean more) {
        console.json(out -> {
            out.writeArrayPropertyStart("acts");
            acts.forEach(act -> {
                out.writeStartObject();
                out.writeStringProperty("id", String.valueOf(act.id()));
                out.writeStringProperty("at", act.at().toString());
                out.writeStringProperty("queue", act.queue());
                out.writeStringProperty("actor", act.actor());
                out.writeStringProperty("act", act.act());
                out.writeStringProperty("subject", act.subject());
                out.writeNumberProperty("number", act.number());
                out.writeEndObject();
            });
            out.writeEndArray();
            if (more) {
                out.writeStringProperty(
                        "next", String.valueOf(acts.get(acts.size() - 1).id()));
            }
        });
    }
}
