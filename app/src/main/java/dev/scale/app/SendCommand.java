package dev.scale.app;

import dev.scale.messaging.Command;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code scale send}: sends commands whose bodies are given as JSON. */
final class SendCommand implements Callable<Integer> {

    private final Console console;

    private final OptionSpec type = Declared.text("TYPE", "-t", "--type")
            .description("The command type, such as running_jobs. Without it each value is a whole command,"
                    + " {\"type\": ..., \"body\": ...}, as the spool has them.")
            .build();
    private final OptionSpec body = Declared.text("BODY", "-b", "--body")
            .description("The body: JSON, @FILE, or - for standard input.")
            .build();
    private final PositionalParamSpec files = PositionalParamSpec.builder()
            .paramLabel("FILE")
            .arity("0..*")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description(
                    "Files with bodies, - for standard input; that is also where they come from without -b and FILE.")
            .build();
    private final OptionSpec count = Declared.number("COUNT", Integer.class, "-c", "--count")
            .defaultValue("1")
            .description("Send each so many times.")
            .build();
    private final OptionSpec id = Declared.text("ID", "--id")
            .description("Message id of the one command: sent again under the same id it has no second effect.")
            .build();
    private final OptionSpec dryRun = Declared.flag("--dry-run")
            .description("Read and check the bodies, say how many there are, and send nothing.")
            .build();
    private final OptionSpec json =
            Declared.flag("--json").description(Sending.JSON).build();
    private final QueueFlag queue = new QueueFlag();

    private SendCommand(Console console) {
        this.console = console;
    }

    static CommandSpec spec(Console console) {
        SendCommand send = new SendCommand(console);
        CommandSpec spec = Declared.command("send", send)
                .addOption(send.type)
                .addOption(send.body)
                .addPositional(send.files)
                .addOption(send.count)
                .addOption(send.id)
                .addOption(send.dryRun)
                .addOption(send.json)
                .addOption(send.queue.declared());
        spec.usageMessage()
                .description(
                        "Send commands and wait until the broker has confirmed them. Bodies are JSON values from the argument, from"
                                + " files or from standard input; several in a row, pretty-printed or one a line, are several commands. What was"
                                + " not confirmed is named with its id, file and line.")
                .footerHeading("%nExamples:%n")
                .footer(
                        "  scale send -t submit_jobs -b '{\"jobs\": [{\"id\": 1, \"type\": \"checksum\"}]}'",
                        "  scale send -t thumbnail_made monday.json tuesday.json",
                        "  generate | scale send -t thumbnail_made --dry-run",
                        "  scale send commands.json");
        return spec;
    }

    @Override
    public Integer call() {
        @Nullable String type = this.type.getValue();
        @Nullable String id = this.id.getValue();
        int count = this.count.<Integer>getValue();
        if (type != null && type.isBlank()) {
            throw Failure.usage("-t needs a command type");
        }
        if (count < 1) {
            throw Failure.usage("-c " + count + ": a whole number from 1 is expected");
        }
        if (id != null && (id.isEmpty() || count != 1)) {
            throw Failure.usage("--id names exactly one command: no empty id, and not with -c");
        }
        Configuration configuration = queue.configuration();
        boolean dry = dryRun.getValue();
        if (!dry) {
            configuration.brokerUrl();
        }
        try (BodySources bodies = sources(configuration)) {
            if (!bodies.hasNext()) {
                throw Failure.usage("no body: give -b BODY, files, or JSON on standard input");
            }
            BodyCommands commands = new BodyCommands(type, bodies, count);
            Iterator<Command> chosen =
                    id == null ? commands : List.of(commands.only(id)).iterator();
            return dry
                    ? count(commands, chosen)
                    : Sending.send(configuration, chosen, commands::place, console, json.getValue());
        }
    }

    private BodySources sources(Configuration configuration) {
        @Nullable String given = body.getValue();
        @Nullable List<String> named = files.getValue();
        if (given != null && named != null) {
            throw Failure.usage("bodies come either from -b or from files, not from both");
        }
        return BodySources.of(
                given, named == null ? List.of() : named, System.in, configuration.size(Setting.MAX_BODY));
    }

    private int count(BodyCommands commands, Iterator<Command> chosen) {
        long good = 0;
        while (chosen.hasNext()) {
            commands.place(chosen.next());
            good++;
        }
        long counted = good;
        if (json.<Boolean>getValue()) {
            console.json(generator -> generator.writeNumberProperty("would_send", counted));
        } else {
            console.out().println("would send " + good + " command" + (good == 1 ? "" : "s") + "; nothing was sent");
        }
        return ExitCode.OK;
    }
}
