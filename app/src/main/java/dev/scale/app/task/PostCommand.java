package dev.scale.app.task;

import dev.scale.app.Configuration;
import dev.scale.app.Console;
import dev.scale.app.Declared;
import dev.scale.app.Failure;
import dev.scale.app.Setting;
import dev.scale.messaging.Command;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code scale task post}: for clusters where the command runs in a container of its own. */
final class PostCommand implements Callable<Integer> {

    private static final int MOST = 255;

    private final Console console;
    private final OptionSpec exitCode = Declared.number("N", Integer.class, "--exit-code")
            .required(true)
            .description("The command's exit code: 0 completed, else failed; 128 and more for a signal.")
            .build();
    private final OptionSpec timedOut = Declared.flag("--timed-out")
            .description("It was ended because it ran too long: failed, whatever its exit code.")
            .build();
    private final OptionSpec stderr = Declared.text("FILE", "--stderr")
            .description("What the command wrote to standard error: its end becomes the message of a failure.")
            .build();
    private final OptionSpec errors = TaskFlags.errors();
    private final OptionSpec json =
            Declared.flag("--json").description(ReportFacts.JSON).build();
    private final TaskFlags flags = new TaskFlags();

    private PostCommand(Console console) {
        this.console = console;
    }

    static CommandSpec spec(Console console) {
        PostCommand post = new PostCommand(console);
        CommandSpec spec = Declared.command("post", post)
                .addOption(post.exitCode)
                .addOption(post.timedOut)
                .addOption(post.stderr)
                .addOption(post.errors)
                .addOption(post.json);
        post.flags.addTo(spec);
        spec.usageMessage()
                .description(
                        "Report how an execution ended, after a command that ran elsewhere, with the output from the file that"
                                + " SCALE_OUTPUT_FILE names.")
                .footer(
                        "",
                        "Exit codes: 0 reported or kept in the spool, 1 neither, 2 usage.",
                        "",
                        "Examples:",
                        "  scale task post --job 5 --exe 1 --exit-code 0",
                        "  scale task post --exit-code 137 --stderr /shared/stderr.log --errors errors.txt");
        return spec;
    }

    @Override
    public Integer call() {
        int exitCode = this.exitCode.<Integer>getValue();
        if (exitCode < 0 || exitCode > MOST) {
            throw Failure.usage("--exit-code " + exitCode + ": a whole number from 0 to " + MOST + " is expected");
        }
        Map<Setting, @Nullable String> more = new HashMap<>();
        more.put(Setting.TASK_ERRORS, errors.getValue());
        Configuration configuration = flags.configuration(more);
        Task task = Task.named(configuration)
                .orElseThrow(() -> Failure.usage("no execution is named: give --job and --exe, or "
                        + Setting.JOB_ID.variable() + " and " + Setting.EXE_NUM.variable()));
        TaskReports reports = new TaskReports(task, ErrorNames.of(configuration));
        Ending ending = new Ending(exitCode, timedOut.getValue(), null, Instant.now(), complaint());
        try (OutputFile output = OutputFile.named(configuration, console);
                Reporting reporting = new Reporting(configuration, console)) {
            List<Command> commands = new ArrayList<>(reports.ended(ending));
            output.command(task.execution(), ending.completed()).ifPresent(commands::add);
            reporting.send(commands);
            reporting.finish(task);
            return new ReportFacts(task, reporting.counts()).print(console, json.getValue());
        }
    }

    private String complaint() {
        @Nullable String file = stderr.getValue();
        if (file == null) {
            return "";
        }
        try {
            return StderrTail.of(Path.of(file)).text();
        } catch (IOException | InvalidPathException e) {
            console.err().println("scale: no message is reported from " + file + ": " + e);
            return "";
        }
    }
}
