package dev.scale.app.task;

import dev.scale.app.Configuration;
import dev.scale.app.Console;
import dev.scale.app.ExitCode;
import dev.scale.app.Failure;
import dev.scale.app.Setting;
import dev.scale.app.TextTable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code scale spool list}: what is in the spool. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description =
                "Show what is in the spool, the oldest first: its state (new: waits; sending: a process has it in hand;"
                        + " refused: set aside), since when, its type and its message id. Needs no broker.",
        footer = {
            "",
            "A refused one is sent again when it is moved into `new`, which `scale spool list` names.",
            "",
            "Examples:",
            "  scale spool list",
            "  scale spool list --json",
        })
final class SpoolListCommand implements Callable<Integer> {

    private final Console console;

    @Option(
            names = "--json",
            description = "Print one JSON object: `folder`, and `commands` with `state`, `since`, `type`, `id`.")
    private boolean json;

    SpoolListCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Configuration configuration = Configuration.of(System.getenv(), Map.of());
        Spool spool = Spool.in(configuration.home());
        try {
            print(spool, SpoolListing.of(spool, configuration.size(Setting.MAX_BODY)));
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "cannot read the spool " + spool.folder() + ": " + e, e);
        }
        return ExitCode.OK;
    }

    private void print(Spool spool, List<SpoolListing.Entry> entries) {
        if (json) {
            console.json(out -> {
                out.writeStringProperty("folder", spool.folder().toString());
                out.writeArrayPropertyStart("commands");
                for (SpoolListing.Entry entry : entries) {
                    out.writeStartObject();
                    out.writeStringProperty("state", entry.state());
                    out.writeStringProperty("since", entry.since().toString());
                    out.writeStringProperty("type", entry.type());
                    out.writeStringProperty("id", entry.id());
                    out.writeEndObject();
                }
                out.writeEndArray();
            });
            return;
        }
        TextTable table = new TextTable("STATE", "SINCE", "TYPE", "ID").whole("STATE", "SINCE", "ID");
        for (SpoolListing.Entry entry : entries) {
            table.row(entry.state(), entry.since(), entry.type(), entry.id());
        }
        console.print(table);
        console.err()
                .println("scale: " + entries.size() + (entries.size() == 1 ? " command" : " commands") + " in "
                        + spool.folder());
    }
}
