package dev.scale.app.demo;

import dev.scale.jobs.ExecutionId;
import dev.scale.jobs.JobClaims;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * What a scheduler needs of the database, over one connection: claims jobs, sees what has ended, and (for the figures)
 * counts the connections of the handler process. For use by one thread.
 */
final class Scheduler {

    private static final String NAME = "demo";

    private final Connection connection;
    private final String handlerName;
    private int mostHandlerConnections;

    Scheduler(Connection connection, String handlerName) {
        this.connection = connection;
        this.handlerName = handlerName;
    }

    /** Claims at most so many queued jobs by the documented query. */
    List<ExecutionId> claim(int most) throws SQLException {
        return JobClaims.claim(connection, NAME, most).stream()
                .map(JobClaims.Claimed::execution)
                .toList();
    }

    /** How many jobs have ended, well or not. */
    int ended() throws SQLException {
        return count("select count(*) from scale.job where status in ('COMPLETED', 'FAILED', 'CANCELED')");
    }

    /** Counts the connections that the handler process has at this moment. */
    void watchConnections() throws SQLException {
        try (PreparedStatement count =
                connection.prepareStatement("select count(*) from pg_stat_activity where application_name = ?")) {
            count.setString(1, handlerName);
            try (ResultSet row = count.executeQuery()) {
                row.next();
                mostHandlerConnections = Math.max(mostHandlerConnections, row.getInt(1));
            }
        }
    }

    int mostHandlerConnections() {
        return mostHandlerConnections;
    }

    Outcomes outcomes() throws SQLException {
        return Outcomes.read(connection);
    }

    private int count(String query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }
}
