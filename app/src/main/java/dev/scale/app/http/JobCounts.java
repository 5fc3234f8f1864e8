package dev.scale.app.http;

import io.javalin.http.Context;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many jobs there are by status. A large table takes a while to count, on the one connection that all pages share:
 * so it is done once a minute at most, by one at a time, and given up after a second. Others get what was counted last.
 */
final class JobCounts {

    private static final Duration KEPT = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(JobCounts.class);

    private final PageDatabase database;
    private volatile Counts last = new Counts(Instant.EPOCH, Map.of(), false);
    private final Lock counting = new ReentrantLock();

    private record Counts(Instant at, Map<String, Long> byStatus, boolean counted) {

        boolean old() {
            return Duration.between(at, Instant.now()).compareTo(KEPT) > 0;
        }
    }

    JobCounts(PageDatabase database) {
        this.database = database;
    }

    void answer(Context request) {
        if (last.old() && counting.tryLock()) {
            try {
                last = count();
            } finally {
                counting.unlock();
            }
        }
        Counts counts = last;
        Json.answer(request, 200, generator -> {
            generator.writeBooleanProperty("counted", counts.counted());
            generator.writeStringProperty("at", counts.at().toString());
            generator.writeObjectPropertyStart("counts");
            counts.byStatus().forEach((status, jobs) -> generator.writeStringProperty(status, String.valueOf(jobs)));
            generator.writeEndObject();
        });
    }

    /** What cannot be counted now is tried again after as long. */
    private Counts count() {
        try {
            return new Counts(Instant.now(), database.run(JobCounts::byStatus), true);
        } catch (SQLException e) {
            LOG.debug("the jobs could not be counted", e);
            return new Counts(Instant.now(), Map.of(), false);
        }
    }

    private static Map<String, Long> byStatus(Connection connection) throws SQLException {
        try (Statement count = connection.createStatement()) {
            count.execute("set local statement_timeout = '1s'");
            Map<String, Long> byStatus = new TreeMap<>();
            try (ResultSet row = count.executeQuery("select status, count(*) from scale.job group by status")) {
                while (row.next()) {
                    byStatus.put(row.getString(1), row.getLong(2));
                }
            }
            return byStatus;
        }
    }
}
