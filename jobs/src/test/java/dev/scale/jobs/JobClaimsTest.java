package dev.scale.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.jobs.JobClaims.Claimed;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JobClaimsTest {

    @RegisterExtension
    static final JobDatabase db = new JobDatabase();

    private final JobBatches batches = new JobBatches(db.database());

    @Test
    void jobsAreClaimedOnceInOrderOfPriority() throws SQLException {
        batches.handle(JobCommands.submit(List.of(
                Submission.of(1, "t").withPriority(5).withInput("{\"a\": 1}"),
                Submission.of(2, "t").withPriority(1),
                Submission.of(3, "t").withPriority(1),
                Submission.of(4, "t").pending(),
                Submission.of(5, "t").claimedBy("other"))));

        List<Claimed> first = claim("s", 2);
        List<Claimed> second = claim("s", 10);

        assertThat(first).extracting(claimed -> claimed.execution().job()).containsExactly(2L, 3L);
        assertThat(second).containsExactly(new Claimed(new ExecutionId(1, 1), "t", "{\"a\": 1}"));
        assertThat(claim("s", 10)).isEmpty();
    }

    @Test
    void executionThatFailedCanBeClaimedUnderItsNextNumber() throws SQLException {
        batches.handle(JobCommands.submit(List.of(Submission.of(1, "t"))));
        claim("s", 1);
        batches.handle(
                JobCommands.failed(Instant.EPOCH, JobError.named("scheduler-lost"), List.of(new ExecutionId(1, 1))));

        assertThat(claim("s", 1)).extracting(Claimed::execution).containsExactly(new ExecutionId(1, 2));
    }

    @Test
    void jobsThatAnotherIsJustClaimingAreSkippedWithoutWaiting() throws SQLException {
        batches.handle(JobCommands.submit(List.of(Submission.of(1, "t"), Submission.of(2, "t"))));

        db.database().run(connection -> {
            assertThat(JobClaims.claim(connection, "one", 1)).hasSize(1);
            assertThat(claim("two", 2)).hasSize(1);
            return null;
        });
        assertThat(db.column("select claimed_by from scale.job order by id")).containsExactly("one", "two");
    }

    @Test
    void claimReadsItsOwnIndexOnly() throws SQLException {
        batches.handle(JobCommands.submit(LongStream.rangeClosed(1, 5_000)
                .mapToObj(id -> Submission.of(id, "t"))
                .toList()));
        db.execute("update scale.job set claimed_by = 's' where id > 50");
        db.execute("analyze scale.job");

        List<String> plan = new ArrayList<>();
        try (Connection connection = db.database().connection();
                PreparedStatement explain = connection.prepareStatement("explain " + JobClaims.SQL)) {
            explain.setString(1, "s");
            explain.setInt(2, 10);
            try (ResultSet rows = explain.executeQuery()) {
                while (rows.next()) {
                    plan.add(rows.getString(1));
                }
            }
        }
        assertThat(String.join("\n", plan))
                .contains("using job_claimable")
                .contains("using job_pkey")
                .doesNotContain("Seq Scan");
    }

    private static List<Claimed> claim(String scheduler, int limit) throws SQLException {
        return db.database().run(connection -> JobClaims.claim(connection, scheduler, limit));
    }
}
