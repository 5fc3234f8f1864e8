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

    private static final String UNSERVED = " not exists (select from scale.worker w where w.queue = o.queue"
            + " and w.ended_at is null and w.heartbeat_at > now() - ? * interval '1 millisecond')";

    private static final String SELECT = "select queue, count(*), min(due_at) from scale.outbox o where" + UNSERVED
            + " group by queue order by queue";

    /** A row keeps its lease: a relay that is just publishing it deletes it as usual. */
    private static final String ADOPT = "update scale.outbox set queue = ? where id in (select id from scale.outbox o"
            + " where queue = ? and" + UNSERVED + " order by id limit ? for update skip locked)";

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

    /**
     * Gives rows of a queue to another one; none where a living handler process serves their own. What is published under its
     * old queue in the same moment comes twice under one id and try, which has one effect.
     *
     * @param most rows at most, so that no transaction is long
     * @return how many were moved; fewer than {@code most} when this was the last of them
     */
    public static int adopt(Connection connection, String queue, String by, int most) throws SQLException {
        try (PreparedStatement adopt = connection.prepareStatement(ADOPT)) {
            adopt.setString(1, StoredText.sanitize(by));
            adopt.setString(2, StoredText.sanitize(queue));
            adopt.setLong(3, WorkerState.LIVING.toMillis());
            adopt.setInt(4, most);
            return adopt.executeUpdate();
        }
    }
}
