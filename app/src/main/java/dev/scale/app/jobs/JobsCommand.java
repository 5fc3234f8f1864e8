package dev.scale.app.jobs;

import dev.scale.app.CommandGroup;
import dev.scale.app.Console;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code scale jobs}. */
@Command(
        name = "jobs",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Look at jobs, cancel them, queue them again.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  scale jobs list --status FAILED --since 2h",
            "  scale jobs show 550000000000000000",
            "  scale jobs requeue --error scheduler-lost --yes"
        })
public final class JobsCommand extends CommandGroup {

    private JobsCommand(Console console) {
        super(console);
    }

    /** With its commands. */
    public static CommandLine line(Console console) {
        return new CommandLine(new JobsCommand(console))
                .addSubcommand("list", new ListJobsCommand(console))
                .addSubcommand("show", new ShowJobCommand(console))
                .addSubcommand("cancel", new CancelJobsCommand(console))
                .addSubcommand("requeue", new RequeueJobsCommand(console));
    }
}
