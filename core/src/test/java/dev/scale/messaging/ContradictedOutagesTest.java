package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A command whose failure looks like an outage while the database is well: it fails alone, and its neighbours are applied. */
class ContradictedOutagesTest extends CountingWorkerTest {

    private static final Map<String, String> STATEMENTS = Map.of(
            "a missing table", "select * from scale.never_made",
            "a missing column", "select never_made from scale.counter",
            "a missing right", "set local role stranger; select * from scale.counter",
            "kills its backend", "select pg_terminate_backend(pg_backend_pid()), pg_sleep(10)",
            "sleeps", "select pg_sleep(10)");

    @BeforeAll
    static void makeStranger() throws SQLException {
        POSTGRES.execute("drop role if exists stranger");
        POSTGRES.execute("create role stranger");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a missing table",
                "a missing column",
                "a missing right",
                "kills its backend",
                "sleeps",
                "idles",
                "53200",
                "58030",
                "XX000"
            })
    void oneInALargeBatchFailsAlone(String how) {
        misbehaving();
        List<Command> commands = new ArrayList<>(commands(500, "well"));
        Command bad = Command.of(COUNT, new Count(counter, 1_000, how));
        commands.set(321, bad);
        sender.send(commands);

        worker.start();

        awaitFirstEnds(500);
        assertThat(total()).isEqualTo(499);
        assertThat(failed()).containsExactly(bad.id());
    }

    @Test
    void aBatchInWhichEachFailsEndsToo() {
        misbehaving();
        send(20, "a missing table");
        send(1, "well");

        worker.start();

        awaitFirstEnds(21);
        assertThat(failed()).hasSize(20);
        assertThat(total()).isEqualTo(1);
    }

    private void misbehaving() {
        worker.close();
        WorkerOptions limited = WorkerOptions.DEFAULTS.withThreads(1).withHandleLimit(Duration.ofMillis(500));
        worker = newWorker(HandlerGroup.of(COUNT, ContradictedOutagesTest::handle), limited);
    }

    private static void handle(List<Received<Count>> commands, UnitOfWork unit) throws Exception {
        for (Received<Count> command : commands) {
            String how = command.body().how();
            if (how.equals("idles")) {
                execute(unit, "set local idle_in_transaction_session_timeout = '100ms'");
                awaitEndOf(session(unit));
            } else if (STATEMENTS.containsKey(how)) {
                execute(unit, STATEMENTS.get(how));
            } else if (!how.equals("well")) {
                execute(unit, "do $$ begin raise exception 'bad luck' using errcode = '" + how + "'; end $$");
            }
            add(unit, command.body());
        }
    }

    private static long session(UnitOfWork unit) throws SQLException {
        try (PreparedStatement select = unit.connection().prepareStatement("select pg_backend_pid()");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Does nothing with it until the server has had enough. */
    private static void awaitEndOf(long session) {
        await().until(() -> POSTGRES.number("select count(*) from pg_stat_activity where pid = ?", (int) session) == 0);
    }

    private void awaitFirstEnds(int number) {
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        ended.stream().map(one -> one.command().id()).distinct().count() == number);
    }

    private List<String> failed() {
        return ended.stream()
                .filter(one -> !(one.outcome() instanceof Outcome.Done))
                .map(one -> one.command().id().orElseThrow())
                .distinct()
                .toList();
    }
}
