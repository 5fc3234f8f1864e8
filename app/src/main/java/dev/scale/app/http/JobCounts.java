package dev.scale.app.http;

import io.javalin.http.Context;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many jobs there are by status. A large table takes a while to count, on the one connection that all pages share:
 * so it is done once a minute at most, and given up after a second.
 */
final class JobCounts {

    private static final Duration KEPT = Duration.ofMinutes(1);
    private static final Duration GIVEN_UP = Duration.ofMinutes(10);
    private static final String TOO_LONG = "57014";

    private final PageDatabase database;
    private Counts last = new Counts(Instant.EPOCH, Map.of(), false, Duration.ZERO);

    private record Counts(Instant at, Map<String, Long> byStatus, boolean counted, Duration kept) {}

    JobCounts(PageDatabase database) {
        this.database = database;
    }

    void answer(Context request) throws SQLException {
        Counts counts = counts();
        Json.answer(request, 200, generator -> {
            generator.writeBooleanProperty("counted", counts.counted());
            generator.writeStringProperty("at", counts.at().toString());
            generator.writeObjectPropertyStart("counts");
            counts.byStatus().forEach((status, jobs) -> generator.writeStringProperty(status, String.valueOf(jobs)));
            generator.writeEndObject();
        });
    }

    private synchronized Counts counts() throws SQLException {
        if (Duration.between(last.at(), Instant.now()).compareTo(last.kept()) > 0) {
            last = count();
        }
        return last;
    }

    private Counts count() throws SQLException {
        try {
            Map<String, Long> counted = database.run(connection -> {
                try (Statement limit = connection.createStatement()) {
                    limit.execute("set local statement_timeout = '1s'");
                }
                Map<String, Long> byStatus = new TreeMap<>();
                try (PreparedStatement count =
                                connection.prepareStatement("select status, count(*) from scale.job group by status");
                        ResultSet row = count.executeQuery()) {
                    while (row.next()) {
                        byStatus.put(row.getString(1), row.getLong(2));
                    }
                }
                return byStatus;
            });
            return new Counts(Instant.now(), counted, true, KEPT);
        } catch (SQLException e) {
            if (TOO_LONG.equals(e.getSQLState())) {
                return new Counts(Instant.now(), Map.of(), false, GIVEN_UP);
            }
            throw e;
        }
    }
}
