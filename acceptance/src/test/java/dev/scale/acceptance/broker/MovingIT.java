package dev.scale.acceptance.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.acceptance.broker.sqs.ElasticMq;
import dev.scale.messaging.HandlerGroup;
import dev.scale.messaging.Received;
import dev.scale.messaging.TestDatabase;
import dev.scale.messaging.UnitOfWork;
import dev.scale.messaging.Worker;
import dev.scale.messaging.WorkerOptions;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import dev.scale.messaging.store.StrandedRows;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * From one broker to another under load, as the guide for operators has it: handlers of both share a database, and each
 * command has a follow-up that waits in the outbox while they move.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MovingIT {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration FOLLOW_UP_AFTER = Duration.ofSeconds(3);
    private static final String FOLLOW_UP = "follow-up";

    @RegisterExtension
    static final SharedService RABBITMQ = SharedService.rabbitMq();

    @RegisterExtension
    static final ElasticMq SQS = new ElasticMq();

    @RegisterExtension
    static final TestDatabase POSTGRES = new TestDatabase();

    private static final HandlerGroup<Effects.Count> GROUP = HandlerGroup.of(Effects.COUNT, MovingIT::handle);

    private static void handle(List<Received<Effects.Count>> commands, UnitOfWork unit) throws SQLException {
        Effects.apply(commands, unit);
        for (Received<Effects.Count> command : commands) {
            if (!command.body().padding().equals(FOLLOW_UP)) {
                Effects.Count body = new Effects.Count(command.body().run(), FOLLOW_UP);
                unit.sendAt(
                        Effects.COUNT,
                        body,
                        followUpOf(command.id()),
                        Instant.now().plus(FOLLOW_UP_AFTER));
            }
        }
    }

    private static String followUpOf(String id) {
        return id + "-2";
    }

    @ParameterizedTest(name = "to a queue of {0} name")
    @ValueSource(strings = {"the same", "another"})
    void nothingIsLostAndNothingHasItsEffectTwice(String name) throws Exception {
        Effects effects = new Effects(POSTGRES);
        String old = "moving-" + UUID.randomUUID();
        String next = name.equals("another") ? old + "-next" : old;
        SQS.queue(next);
        Set<String> ledger = new HashSet<>();
        try (Broker rabbit = Broker.open(BrokerUrl.parse(RABBITMQ.url()), BrokerOptions.forQueue(old));
                Broker sqs = Broker.open(BrokerUrl.parse(ElasticMq.URL), BrokerOptions.forQueue(next));
                Worker before = effects.worker(rabbit, old, WorkerOptions.DEFAULTS, GROUP);
                Worker after = effects.worker(sqs, next, WorkerOptions.DEFAULTS, GROUP)) {
            before.start();
            SteadySender toOld = new SteadySender(effects, rabbit);
            await().atMost(LONG).until(() -> effects.applied() > 200);

            after.start();
            SteadySender toNext = new SteadySender(effects, sqs);
            long both = effects.applied();
            await().atMost(LONG).until(() -> effects.applied() > both + 200);

            ledger.addAll(toOld.stop());
            await().atMost(LONG).until(() -> missing(effects, ledger).isEmpty());
            before.close();
            assertThat(rabbit.depth().ready()).as("nothing was given back").isZero();
            if (!next.equals(old)) {
                assertThat(POSTGRES.database().run(StrandedRows::of))
                        .extracting(StrandedRows::queue)
                        .containsExactly(old);
                int adopted = POSTGRES.database()
                        .run(connection -> StrandedRows.adopt(connection, old, next, Integer.MAX_VALUE));
                assertThat(adopted).isPositive();
            }
            assertThat(POSTGRES.database().run(StrandedRows::of)).isEmpty();

            ledger.addAll(toNext.stop());
            Set<String> all = new HashSet<>(ledger);
            ledger.forEach(id -> all.add(followUpOf(id)));
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(missing(effects, all)).isEmpty());
        }
        assertThat(POSTGRES.column("select id from scale.effect where times <> 1"))
                .as("applied more than once")
                .isEmpty();
        assertThat(POSTGRES.column("select message_id from scale.outbox")).isEmpty();
        assertThat(POSTGRES.column("select reason from scale.dead_letter")).isEmpty();
    }

    private static Set<String> missing(Effects effects, Set<String> ids) {
        Set<String> missing = new HashSet<>(ids);
        POSTGRES.column("select id from scale.effect where run = ?", effects.run())
                .forEach(missing::remove);
        return missing;
    }
}
