package dev.scale.app.jobs;

import dev.scale.app.Configuration;
import dev.scale.app.Console;
import dev.scale.app.ExitCode;
import dev.scale.app.Failure;
import dev.scale.app.Printable;
import dev.scale.app.TableReader;
import dev.scale.jobs.JobHistory;
import dev.scale.jobs.JobSummary;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code scale jobs show}: all that is known of a job. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Show a job with its executions as a timeline. Exit code 1 where there is no such job.",
        footerHeading = "%nExamples:%n",
        footer = {"  scale jobs show 550000000000000000", "  scale jobs show 550000000000000000 --json"})
final class ShowJobCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "ID", description = "The job's id.")
    private long id;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    ShowJobCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws SQLException {
        JobHistory history;
        try (TableReader tables = TableReader.open(Configuration.of(System.getenv(), Map.of()), "scale-jobs")) {
            history = tables.read((connection, now) -> JobHistory.of(connection, id))
                    .orElseThrow(() -> new Failure(
                            ExitCode.FAILED,
                            "there is no job " + id
                                    + "; a submission that is not handled yet waits in the queue (`scale queue`)"));
        }
        if (json) {
            console.json(generator -> JobJson.write(history, generator));
        } else {
            describe(history, console.out());
            console.print(JobTimeline.of(history));
        }
        return ExitCode.OK;
    }

    private static void describe(JobHistory history, PrintStream out) {
        JobSummary job = history.job();
        fact(out, "job", String.valueOf(job.id()));
        fact(out, "type", job.type());
        fact(
                out,
                "status",
                job.status() + " since " + job.since().truncatedTo(ChronoUnit.SECONDS) + ", execution "
                        + job.execution().exeNum() + " of at most " + job.maxTries() + ", priority " + job.priority());
        fact(
                out,
                "submitted",
                job.created().truncatedTo(ChronoUnit.SECONDS)
                        + (history.submittedBy() == null ? "" : " by command " + history.submittedBy()));
        fact(
                out,
                "claimed",
                job.claimedBy() == null
                        ? null
                        : "by " + job.claimedBy()
                                + (history.claimedAt() == null
                                        ? ""
                                        : " at " + history.claimedAt().truncatedTo(ChronoUnit.SECONDS)));
        fact(out, "input", history.input());
        fact(out, "output", history.output());
    }

    private static void fact(PrintStream out, String name, @Nullable String value) {
        if (value != null) {
            out.println(name + ":" + " ".repeat(10 - name.length()) + Printable.line(value));
        }
    }
}
