package dev.scale.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JobListTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    @RegisterExtension
    static final JobDatabase db = new JobDatabase();

    private final JobBatches batches = new JobBatches(db.database());

    private static List<Long> newest(JobFilter filter, OptionalLong below, int most) throws SQLException {
        return db.database().run(connection -> JobList.newest(connection, filter, below, most)).stream()
                .map(JobSummary::id)
                .toList();
    }

    private static List<Long> all(JobFilter filter) throws SQLException {
        return newest(filter, OptionalLong.empty(), 100);
    }

    @Test
    void pagesFollowEachOtherInBothDirections() throws SQLException {
        batches.handle(JobCommands.submit(LongStream.rangeClosed(1, 7)
                .mapToObj(id -> Submission.of(id, "t"))
                .toList()));

        assertThat(newest(JobFilter.ALL, OptionalLong.empty(), 3)).containsExactly(7L, 6L, 5L);
        assertThat(newest(JobFilter.ALL, OptionalLong.of(5), 3)).containsExactly(4L, 3L, 2L);
        assertThat(newest(JobFilter.ALL, OptionalLong.of(2), 3)).containsExactly(1L);
        List<JobSummary> oldest =
                db.database().run(connection -> JobList.oldest(connection, JobFilter.ALL, OptionalLong.of(5), 3));
        assertThat(oldest).extracting(JobSummary::id).containsExactly(6L, 7L);
        List<JobSummary> named = db.database().run(connection -> JobList.byId(connection, List.of(9L, 4L, 2L)));
        assertThat(named).extracting(JobSummary::id).containsExactly(2L, 4L);
    }

    @Test
    void everyPartOfAFilterNarrows() throws SQLException {
        batches.handle(JobCommands.submit(List.of(
                Submission.of(1, "a").claimedBy("s"),
                Submission.of(2, "b").claimedBy("s").withMaxTries(1),
                Submission.of(3, "b").pending())));
        ExecutionId two = new ExecutionId(2, 1);
        batches.handle(JobCommands.running(START, "node-1", List.of(two)));
        batches.handle(JobCommands.failed(START.plusSeconds(60), JobError.named("exit-3"), List.of(two)));

        JobFilter all = JobFilter.ALL;
        assertThat(all(all.withStatuses(Set.of(JobStatus.FAILED, JobStatus.PENDING))))
                .containsExactly(3L, 2L);
        assertThat(all(filter("b", null, null, null))).containsExactly(3L, 2L);
        assertThat(all(filter(null, "node-1", null, null))).containsExactly(2L);
        assertThat(all(filter(null, null, "s", null))).containsExactly(2L, 1L);
        assertThat(all(filter(null, null, null, "exit-3"))).containsExactly(2L);
        assertThat(all(filter("a", null, null, "exit-3"))).isEmpty();
        db.execute("update scale.job set last_status_change = '2026-03-01 11:00Z' where id = 1;"
                + " update scale.job set last_status_change = '2026-03-01 12:00Z' where id = 2;"
                + " update scale.job set last_status_change = '2026-03-01 13:00Z' where id = 3");
        assertThat(all(new JobFilter(
                        Set.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(START.plusSeconds(7_200)),
                        Optional.of(START.plusSeconds(7_200)))))
                .containsExactly(2L);
    }

    private static JobFilter filter(String type, String node, String claimedBy, String error) {
        return new JobFilter(
                Set.of(),
                Optional.ofNullable(type),
                Optional.ofNullable(node),
                Optional.ofNullable(claimedBy),
                Optional.ofNullable(error),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void aHistoryHasEveryExecution() throws SQLException {
        ExecutionId first = new ExecutionId(5, 1);
        batches.handle(JobCommands.submit(List.of(
                Submission.of(5, "t").withInput("{\"n\": 9007199254740993}").withMaxTries(2))));
        batches.handle(JobCommands.running(START, "node-1", List.of(first)));
        batches.handle(
                JobCommands.failed(START.plusSeconds(60), new JobError.Named("exit-3", "disk full"), List.of(first)));
        batches.handle(JobCommands.completed(START.plusSeconds(90), List.of(new ExecutionId(5, 2))));

        JobHistory history =
                db.database().run(connection -> JobHistory.of(connection, 5)).orElseThrow();

        assertThat(history.job().status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(history.input()).isEqualTo("{\"n\": 9007199254740993}");
        assertThat(history.executions())
                .extracting(JobHistory.Run::exeNum, JobHistory.Run::status, JobHistory.Run::ended)
                .containsExactly(
                        tuple(1, JobStatus.FAILED, START.plusSeconds(60)),
                        tuple(2, JobStatus.COMPLETED, START.plusSeconds(90)));
        assertThat(history.executions().get(0))
                .matches(run -> "node-1".equals(run.node()) && "disk full".equals(run.errorMessage()));
        Optional<JobHistory> unknown = db.database().run(connection -> JobHistory.of(connection, 6));
        assertThat(unknown).isEmpty();
    }
}
