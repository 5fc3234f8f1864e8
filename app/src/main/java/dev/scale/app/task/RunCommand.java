package dev.scale.app.task;

import dev.scale.app.Configuration;
import dev.scale.app.Console;
import dev.scale.app.Declared;
import dev.scale.app.Setting;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code scale task run}: a whole task in one process. */
final class RunCommand implements Callable<Integer> {

    private final Console console;
    private final OptionSpec timeout = Declared.text("D", "--timeout")
            .description("End the command after so long, such as 30s or 2h: SIGTERM, then SIGKILL; goes before"
                    + " SCALE_TASK_TIMEOUT.")
            .build();
    private final OptionSpec grace = Declared.text("D", "--grace")
            .description("How long between the two; goes before SCALE_TASK_GRACE (10s).")
            .build();
    private final OptionSpec errors = TaskFlags.errors();
    private final TaskFlags flags = new TaskFlags();
    private final PositionalParamSpec command = PositionalParamSpec.builder()
            .arity("1..*")
            .paramLabel("COMMAND")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description("The command with its arguments, after --.")
            .build();

    private RunCommand(Console console) {
        this.console = console;
    }

    static CommandSpec spec(Console console) {
        RunCommand run = new RunCommand(console);
        CommandSpec spec = Declared.command("run", run)
                .addOption(run.timeout)
                .addOption(run.grace)
                .addOption(run.errors)
                .addPositional(run.command);
        run.flags.addTo(spec);
        spec.usageMessage()
                .description(
                        "Run a command and report its life: that it runs, how it ended, its output. The command runs, and its exit"
                                + " code is passed on, also while the broker is away: then the reports are kept in the spool.")
                .footer(
                        "",
                        "The execution is named by --job and --exe, else by SCALE_JOB_ID and SCALE_EXE_NUM; where neither is there, a job of"
                                + " the task's own is submitted, with one try. Signals are passed on to the command. It gets the"
                                + " environment without SCALE_BROKER_*, SCALE_DATABASE_* and DATABASE_URL, with SCALE_JOB_ID,"
                                + " SCALE_EXE_NUM and SCALE_OUTPUT_FILE: what JSON it writes there becomes the job's output.",
                        "",
                        "Exit codes: the command's, 128+N where signal N ended it, 124 timed out, 126 and 127 it cannot be started;"
                                + " 1 also where a report could neither be sent nor kept.",
                        "",
                        "Examples:",
                        "  scale task run -- make test",
                        "  scale task run --type checksum --timeout 10min -- sh -c 'sha256sum data.bin'",
                        "  scale task run --job 5 --exe 1 --errors errors.txt -- ./process.py --fast");
        return spec;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<String> command = this.command.getValue();
        Map<Setting, @Nullable String> more = new HashMap<>();
        more.put(Setting.TASK_TIMEOUT, timeout.getValue());
        more.put(Setting.TASK_GRACE, grace.getValue());
        more.put(Setting.TASK_ERRORS, errors.getValue());
        Configuration configuration = flags.configuration(more);
        Task task = Task.named(configuration)
                .orElseGet(() -> Task.withOwnJob(
                        configuration, String.valueOf(Path.of(command.get(0)).getFileName())));
        TaskRun run = new TaskRun(configuration, task, console);
        if (task.own()) {
            console.err().println("scale: " + task + ", of type " + task.type().orElse(""));
        }
        return run.run(command);
    }
}
