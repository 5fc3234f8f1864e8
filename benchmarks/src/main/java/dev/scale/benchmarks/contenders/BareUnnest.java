package dev.scale.benchmarks.contenders;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * Writes the same rows without a broker, a handler or a lock statement: what the database can do. One plain query reads
 * the jobs first and is part of the time; the queue is not looked at.
 */
final class BareUnnest implements Contender {

    private static final int CONNECTIONS = 2;
    private static final int ROWS = 500;
    private static final String STARTED = "2026-01-01T00:00:00Z";

    private final DataSource database;

    BareUnnest(Place place) {
        database = place.database();
    }

    @Override
    public void drain(String queue, int messages) throws Exception {
        List<Start> starts = queued(messages);
        AtomicInteger next = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<Future<?>> writing = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                writing.add(threads.submit(() -> {
                    write(starts, next);
                    return null;
                }));
            }
            for (Future<?> one : writing) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Start> queued(int most) throws SQLException {
        List<Start> starts = new ArrayList<>(most);
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select id, exe_num from scale.job where status = 'QUEUED' order by id limit ?")) {
            select.setInt(1, most);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    starts.add(new Start(rows.getLong(1), rows.getInt(2), "node-1", STARTED));
                }
            }
        }
        if (starts.size() < most) {
            throw new IllegalStateException("only " + starts.size() + " jobs are queued, not " + most);
        }
        return starts;
    }

    /** Takes the next rows until there are none. */
    private void write(List<Start> starts, AtomicInteger next) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement jobs = connection.prepareStatement(StartSql.JOBS);
                PreparedStatement executions = connection.prepareStatement(StartSql.EXECUTIONS)) {
            connection.setAutoCommit(false);
            for (int from = next.getAndAdd(ROWS); from < starts.size(); from = next.getAndAdd(ROWS)) {
                List<Start> part = starts.subList(from, Math.min(from + ROWS, starts.size()));
                StartSql.bindArrays(jobs, part);
                StartSql.bindArrays(executions, part);
                jobs.executeUpdate();
                executions.executeUpdate();
                connection.commit();
            }
        }
    }

    @Override
    public String configuration() {
        return "plain JDBC, " + CONNECTIONS + " connections, " + ROWS + " rows a transaction, " + StartSql.UNNEST
                + ", no broker, no locks taken first";
    }
}
