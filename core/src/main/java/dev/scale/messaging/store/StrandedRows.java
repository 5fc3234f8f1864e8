package dev.scale.messaging.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of the outbox that nobody publishes: no living handler process serves their queue.
 *
 * @param due when the first of them is or was due
 */
public record StrandedRows(String queue, long count, Instant due) {

    private static final String SELECT = "select queue, count(*), min(due_at) from scale.outbox o where not exists ("
            + " select from scale.worker w where w.queue = o.queue and w.ended_at is null"
            + " and w.heartbeat_at > now() - ? * interval '1 millisecond') group by queue order by queue";

    /** By queue; empty where every row has a handler. */
    public static List<StrandedRows> of(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setLong(1, WorkerState.LIVING.toMillis());
            List<StrandedRows> stranded = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    stranded.add(new StrandedRows(
                            rows.getString(1),
                            rows.getLong(2),
                            rows.getObject(3, OffsetDateTime.class).toInstant()));
                }
            }
            return stranded;
        }
    }
}
