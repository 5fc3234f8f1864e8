package dev.scale.app.jobs;

import dev.scale.app.Configuration;
import dev.scale.app.Console;
import dev.scale.app.ExitCode;
import dev.scale.app.PageFlags;
import dev.scale.app.TableReader;
import dev.scale.app.TextTable;
import dev.scale.jobs.JobList;
import dev.scale.jobs.JobSummary;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code scale jobs list}: jobs page by page, the newest first. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "List jobs, those with the greatest ids first, one page at a time.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  scale jobs list                              the newest",
            "  scale jobs list --status FAILED --since 2h   failed in the last two hours",
            "  scale jobs list --status RUNNING --node host-7 --json"
        })
final class ListJobsCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private final JobFilterFlags filter = new JobFilterFlags();

    @Mixin
    private final PageFlags page = new PageFlags();

    @Option(names = "--json", description = "Print one JSON object: `jobs`, and `next` where there are more.")
    private boolean json;

    ListJobsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws SQLException {
        filter.check();
        int limit = page.limit();
        OptionalLong after = page.after();
        List<JobSummary> found;
        try (TableReader tables = TableReader.open(Configuration.of(System.getenv(), Map.of()), "scale-jobs")) {
            found = tables.read((connection, now) -> JobList.newest(connection, filter.filter(now), after, limit + 1));
        }
        boolean more = found.size() > limit;
        List<JobSummary> jobs = more ? found.subList(0, limit) : found;
        if (json) {
            console.json(generator -> {
                generator.writeArrayPropertyStart("jobs");
                jobs.forEach(job -> {
                    generator.writeStartObject();
                    JobJson.write(job, generator);
                    generator.writeEndObject();
                });
                generator.writeEndArray();
                if (more) {
                    generator.writeStringProperty(
                            "next", String.valueOf(jobs.get(limit - 1).id()));
                }
            });
            return ExitCode.OK;
        }
        TextTable table = new TextTable("ID", "TYPE", "STATUS", "SINCE", "EXE", "NODE", "CLAIMED BY", "ERROR")
                .whole("ID", "STATUS", "SINCE", "EXE");
        for (JobSummary job : jobs) {
            table.row(
                    job.id(),
                    job.type(),
                    job.status(),
                    seconds(job.since()),
                    job.execution().exeNum() + "/" + job.maxTries(),
                    job.node(),
                    job.claimedBy(),
                    job.error());
        }
        console.print(table);
        if (more && !console.closed()) {
            console.err()
                    .println("scale: there are more: --after "
                            + jobs.get(limit - 1).id());
        }
        return ExitCode.OK;
    }

    private static Instant seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }
}
