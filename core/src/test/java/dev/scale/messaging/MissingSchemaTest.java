package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The schema is gone when a handler calls a function in it. Its group has no use for the inbox, so that its own statement is
 * the first to meet SQLSTATE 3F000; our tables' would be 42P01.
 */
class MissingSchemaTest extends OutageTest {

    private static final int HANDLED_BEFORE = 100;

    private final List<String> states = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger handled = new AtomicInteger();
    private final CountDownLatch waiting = new CountDownLatch(1);
    private final CountDownLatch away = new CountDownLatch(1);

    @BeforeAll
    static void makeFunction() throws SQLException {
        POSTGRES.execute("create function scale.unchanged(bigint) returns bigint language sql as 'select $1'");
    }

    @Override
    HandlerGroup<CountingWorkerTest.Count> group() {
        return HandlerGroup.of(COUNT, this::handle).idempotent(command -> true);
    }

    private void handle(List<Received<CountingWorkerTest.Count>> commands, UnitOfWork unit) throws Exception {
        if (handled.get() >= HANDLED_BEFORE) {
            waiting.countDown();
            away.await();
        }
        try {
            CountingWorkerTest.execute(unit, "select scale.unchanged(" + commands.size() + ")");
        } catch (SQLException e) {
            states.add(e.getSQLState());
            throw e;
        }
        for (Received<CountingWorkerTest.Count> command : commands) {
            CountingWorkerTest.add(unit, command.body());
        }
        handled.addAndGet(commands.size());
    }

    @Test
    void underLoad() throws Exception {
        survivesUnderLoad(this::renameWithinABatch, () -> {
            await().until(() -> !states.isEmpty());
            bringBack();
        });
        assertThat(states).containsOnly("3F000");
    }

    @Test
    void atStart() throws Exception {
        away.countDown();
        survivesAtStart(MissingSchemaTest::rename, MissingSchemaTest::bringBack);
    }

    private void renameWithinABatch() throws Exception {
        waiting.await();
        rename();
        away.countDown();
    }

    private static void rename() throws SQLException {
        POSTGRES.execute("alter schema scale rename to away");
    }

    private static void bringBack() throws SQLException {
        POSTGRES.execute("alter schema away rename to scale");
    }
}
