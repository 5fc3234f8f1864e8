package dev.scale.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.messaging.TestDatabase;
import dev.scale.messaging.store.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows that an earlier version wrote, after the migrations. */
class JobTablesUpgradeTest {

    @RegisterExtension
    static final TestDatabase db = new TestDatabase();

    @Test
    void supersededExecutionsGetTheirEndAndJobsKeepTheirTries() throws Exception {
        db.execute(script("V1__job_tables.sql"));
        db.execute("insert into scale.job (id, type, status, exe_num, first_exe, max_tries, priority)"
                + " values (5, 't', 'QUEUED', 3, 3, 2, 100)");
        db.execute("insert into scale.job_exe (job_id, exe_num, status, queued, ended)"
                + " values (5, 1, 'CANCELED', '2018-03-01', '2018-03-02'), (5, 2, 'CANCELED', '2018-03-03', null),"
                + " (5, 3, 'QUEUED', '2018-03-04', null)");
        db.execute(script("V2__cancel_requeue_and_task_results.sql"));

        assertThat(db.column("select ended::date from scale.job_exe order by exe_num"))
                .containsExactly("2018-03-02", "2018-03-04", null);
        assertThat(db.number("select coalesce(submitted_max_tries, max_tries) from scale.job"))
                .isEqualTo(2);
    }

    private static String script(String name) throws IOException {
        try (InputStream in = Schema.class.getResourceAsStream("/dev/scale/jobs/schema/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
