package dev.scale.app.task;

import dev.scale.app.Configuration;
import dev.scale.app.Console;
import dev.scale.app.Declared;
import dev.scale.app.Failure;
import dev.scale.app.Setting;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code scale task pre}: for clusters where the command runs in a container of its own. */
final class PreCommand implements Callable<Integer> {

    private final Console console;
    private final OptionSpec json =
            Declared.flag("--json").description(ReportFacts.JSON).build();
    private final TaskFlags flags = new TaskFlags();

    private PreCommand(Console console) {
        this.console = console;
    }

    static CommandSpec spec(Console console) {
        PreCommand pre = new PreCommand(console);
        CommandSpec spec = Declared.command("pre", pre).addOption(pre.json);
        pre.flags.addTo(spec);
        spec.usageMessage()
                .description(
                        "Report that an execution runs, before a command that runs elsewhere. Where no execution is named it submits"
                                + " a job of its own, of the type that --type names. Prints the execution as two variables.")
                .footer(
                        "",
                        "Exit codes: 0 reported or kept in the spool, 1 neither, 2 usage.",
                        "",
                        "Examples:",
                        "  scale task pre --job 5 --exe 1",
                        "  export $(scale task pre --type nightly)");
        return spec;
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
            return new ReportFacts(task, reporting.counts()).print(console, json.getValue());
        }
    }
}
