package dev.scale.app.deadletters;

import dev.scale.app.CommandGroup;
import dev.scale.app.Console;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code scale dead-letters}. */
@Command(
        name = "dead-letters",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Look at the commands that were given up, send them again, or close them.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  scale dead-letters list --cause 'job id in use'",
            "  scale dead-letters show 17 --body pretty",
            "  scale dead-letters replay --type running_jobs --rate 50/s --yes"
        })
public final class DeadLettersCommand extends CommandGroup {

    private DeadLettersCommand(Console console) {
        super(console);
    }

    /** With its commands. */
    public static CommandLine line(Console console) {
        return new CommandLine(new DeadLettersCommand(console))
                .addSubcommand("list", new ListLettersCommand(console))
                .addSubcommand("show", new ShowLetterCommand(console))
                .addSubcommand("replay", new ReplayLettersCommand(console))
                .addSubcommand("discard", new DiscardLettersCommand(console));
    }
}
