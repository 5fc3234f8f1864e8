package dev.scale.acceptance.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.messaging.Command;
import dev.scale.messaging.CommandType;
import dev.scale.messaging.HandlerGroup;
import dev.scale.messaging.Handlers;
import dev.scale.messaging.Outcome;
import dev.scale.messaging.Received;
import dev.scale.messaging.TestDatabase;
import dev.scale.messaging.UnitOfWork;
import dev.scale.messaging.Worker;
import dev.scale.messaging.WorkerListener;
import dev.scale.messaging.WorkerOptions;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.store.Transactions;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/** Commands whose effects a real database counts by their ids. */
final class Effects {

    /** A command's body; the padding gives it a size. */
    record Count(String run, String padding) {}

    static final CommandType<Count> COUNT = CommandType.of("count", Count.class);

    private final TestDatabase postgres;
    private final String run = UUID.randomUUID().toString();
    private final Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();

    Effects(TestDatabase postgres) throws SQLException {
        this.postgres = postgres;
        makeTable(postgres);
    }

    static void makeTable(TestDatabase postgres) throws SQLException {
        postgres.execute("create table if not exists scale.effect"
                + " (run text, id text, times int not null, primary key (run, id))");
    }

    /** Counts each command; may be wrapped by a test that wants to hold it up. */
    static void apply(List<Received<Count>> commands, UnitOfWork unit) throws SQLException {
        try (PreparedStatement upsert = unit.connection()
                .prepareStatement("insert into scale.effect select r, i, 1 from unnest(?, ?) as new (r, i)"
                        + " on conflict (run, id) do update set times = effect.times + 1")) {
            upsert.setArray(
                    1,
                    unit.connection()
                            .createArrayOf(
                                    "text",
                                    commands.stream()
                                            .map(command -> command.body().run())
                                            .toArray()));
            upsert.setArray(
                    2,
                    unit.connection()
                            .createArrayOf(
                                    "text", commands.stream().map(Received::id).toArray()));
            upsert.executeUpdate();
        }
    }

    Worker worker(Broker broker, String queue, WorkerOptions options) {
        return worker(broker, queue, options, HandlerGroup.of(COUNT, Effects::apply));
    }

    Worker worker(Broker broker, String queue, WorkerOptions options, HandlerGroup<Count> group) {
        Transactions transactions = postgres.database();
        return new Worker(broker, queue, transactions, Handlers.of(List.of(group)), options, new WorkerListener() {
            @Override
            public void committed(String name, List<Ended> commands, Instant at) {
                commands.forEach(one -> outcomes.add(one.outcome()));
            }
        });
    }

    List<Command> commands(int number) {
        return commands(number, "");
    }

    List<Command> commands(int number, String padding) {
        return IntStream.range(0, number)
                .mapToObj(i -> Command.of(COUNT, new Count(run, padding)))
                .toList();
    }

    long applied() {
        return postgres.number("select count(*) from scale.effect where run = ?", run);
    }

    String run() {
        return run;
    }

    /** Waits until these have had their effect, and sees that nothing had it twice or was blamed. */
    void awaitEachOnce(Collection<String> ids) {
        Set<String> missing = new HashSet<>(ids);
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            postgres.column("select id from scale.effect where run = ?", run).forEach(missing::remove);
            assertThat(missing).as("confirmed and not applied").isEmpty();
        });
        assertThat(postgres.column("select id from scale.effect where run = ? and times <> 1", run))
                .as("applied more than once")
                .isEmpty();
        assertThat(postgres.column("select reason from scale.dead_letter")).isEmpty();
        assertThat(outcomes)
                .allMatch(outcome -> outcome instanceof Outcome.Done || outcome instanceof Outcome.Duplicate);
    }

    long duplicates() {
        return outcomes.stream().filter(Outcome.Duplicate.class::isInstance).count();
    }
}
