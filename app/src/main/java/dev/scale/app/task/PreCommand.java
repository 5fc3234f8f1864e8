package dev.scale.app.task;

import dev.scale.app.Configuration;
import dev.scale.app.Console;
import dev.scale.app.Failure;
import dev.scale.app.Setting;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code scale task pre}: for clusters where the command runs in a container of its own. */
@Command(
        name = "pre",
        mixinStandardHelpOptions = true,
        description =
                "Report that an execution runs, before a command that runs elsewhere. Where no execution is named it submits"
                        + " a job of its own, of the type that --type names. Prints the execution as two variables.",
        footer = {
            "",
            "Exit codes: 0 reported or kept in the spool, 1 neither, 2 usage.",
            "",
            "Examples:",
            "  scale task pre --job 5 --exe 1",
            "  export $(scale task pre --type nightly)",
        })
final class PreCommand implements Callable<Integer> {

    private final Console console;

    @Option(names = "--json", description = ReportFacts.JSON)
    private boolean json;

    @Mixin
    private final TaskFlags flags = new TaskFlags();

    PreCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Configuration configuration = flags.configuration(Map.of());
        Task task = Task.named(configuration).orElseGet(() -> {
            if (configuration.text(Setting.JOB_TYPE).isEmpty()) {
                throw Failure.usage("no execution is named: give --job and --exe, or --type for a job of its own");
            }
            return Task.withOwnJob(configuration, "");
        });
        TaskReports reports = new TaskReports(task, ErrorNames.of(configuration));
        try (Reporting reporting = new Reporting(configuration, console)) {
            reporting.send(reports.started(Instant.now()));
            reporting.finish(task);
            return new ReportFacts(task, reporting.counts()).print(console, json);
        }
    }
}
