package dev.scale.app;

import dev.scale.messaging.Command;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code scale send}: sends commands whose bodies are given as JSON. */
@picocli.CommandLine.Command(
        name = "send",
        mixinStandardHelpOptions = true,
        description =
                "Send commands and wait until the broker has confirmed them. Bodies are JSON values from the argument, from"
                        + " files or from standard input; several in a row, pretty-printed or one a line, are several commands. What was"
                        + " not confirmed is named with its id, file and line.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  scale send -t submit_jobs -b '{\"jobs\": [{\"id\": 1, \"type\": \"checksum\"}]}'",
            "  scale send -t thumbnail_made monday.json tuesday.json",
            "  generate | scale send -t thumbnail_made --dry-run",
            "  scale send commands.json"
        })
final class SendCommand implements Callable<Integer> {

    private final Console console;

    @Option(
            names = {"-t", "--type"},
            paramLabel = "TYPE",
            description = "The command type, such as running_jobs. Without it each value is a whole command,"
                    + " {\"type\": ..., \"body\": ...}, as the spool has them.")
    private @Nullable String type;

    @Option(
            names = {"-b", "--body"},
            paramLabel = "BODY",
            description = "The body: JSON, @FILE, or - for standard input.")
    private @Nullable String body;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description =
                    "Files with bodies, - for standard input; that is also where they come from without -b and FILE.")
    private @Nullable List<String> files;

    @Option(
            names = {"-c", "--count"},
            paramLabel = "COUNT",
            defaultValue = "1",
            description = "Send each so many times.")
    private int count;

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "Message id of the one command: sent again under the same id it has no second effect.")
    private @Nullable String id;

    @Option(names = "--dry-run", description = "Read and check the bodies, say how many there are, and send nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = Sending.JSON)
    private boolean json;

    @Mixin
    private final QueueFlag queue = new QueueFlag();

    SendCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (type != null && type.isBlank()) {
            throw Failure.usage("-t needs a command type");
        }
        if (count < 1) {
            throw Failure.usage("-c " + count + ": a whole number from 1 is expected");
        }
        if (id != null && (id.isEmpty() || count != 1)) {
            throw Failure.usage("--id names exactly one command: no empty id, and not with -c");
        }
        List<String> named = files == null ? List.of() : files;
        if (body != null && !named.isEmpty()) {
            throw Failure.usage("bodies come either from -b or from files, not from both");
        }
        Configuration configuration = queue.configuration();
        if (!dryRun) {
            configuration.brokerUrl();
        }
        try (BodySources bodies = BodySources.of(body, named, System.in, configuration.size(Setting.MAX_BODY))) {
            if (!bodies.hasNext()) {
                throw Failure.usage("no body: give -b BODY, files, or JSON on standard input");
            }
            BodyCommands commands = new BodyCommands(type, bodies, count);
            Iterator<Command> chosen =
                    id == null ? commands : List.of(commands.only(id)).iterator();
            return dryRun
                    ? count(commands, chosen)
                    : Sending.send(configuration, chosen, commands::place, console, json);
        }
    }

    private int count(BodyCommands commands, Iterator<Command> chosen) {
        long good = 0;
        while (chosen.hasNext()) {
            commands.place(chosen.next());
            good++;
        }
        long counted = good;
        if (json) {
            console.json(generator -> generator.writeNumberProperty("would_send", counted));
        } else {
            console.out().println("would send " + good + " command" + (good == 1 ? "" : "s") + "; nothing was sent");
        }
        return ExitCode.OK;
    }
}
