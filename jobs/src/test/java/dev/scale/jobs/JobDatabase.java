package dev.scale.jobs;

import dev.scale.messaging.TestDatabase;
import dev.scale.messaging.store.Database;
import dev.scale.messaging.store.Schema;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real database with the tables of jobs, empty before each test. Registered with {@code @RegisterExtension static}. */
final class JobDatabase implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

    private final TestDatabase postgres = new TestDatabase();

    @Override
    public void beforeAll(ExtensionContext context) throws SQLException {
        postgres.beforeAll(context);
        JobsModule module = new JobsModule();
        Schema.migrate(database(), module.name(), module.migrations().orElseThrow());
    }

    @Override
    public void beforeEach(ExtensionContext context) throws SQLException {
        empty();
    }

    void empty() throws SQLException {
        execute("truncate scale.job, scale.job_exe, scale.job_type, scale.error,"
                + " scale.inbox, scale.outbox, scale.dead_letter, scale.pruned_job");
        execute("update scale.job_pruning set next_id = null, began_at = '-infinity'");
    }

    @Override
    public void afterAll(ExtensionContext context) {
        postgres.afterAll(context);
    }

    Database database() {
        return postgres.database();
    }

    void execute(String sql) throws SQLException {
        postgres.execute(sql);
    }

    /** The first column of each row as text. */
    List<String> column(String sql, Object... parameters) {
        return postgres.column(sql, parameters);
    }

    long number(String sql, Object... parameters) {
        return postgres.number(sql, parameters);
    }
}
