package dev.scale.acceptance.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.messaging.TestDatabase;
import dev.scale.messaging.Worker;
import dev.scale.messaging.WorkerOptions;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import dev.scale.messaging.faults.FaultProxy;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A worker and a sender under load while a real broker is away in every way that a broker can be: nothing is lost, nothing
 * has its effect twice, nothing is blamed, and it goes on by itself.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class BrokerOutageContract {

    private static final Duration FROZEN = Duration.ofSeconds(15);
    private static final Duration LONG = Duration.ofMinutes(1);

    @RegisterExtension
    static final TestDatabase POSTGRES = new TestDatabase();

    /** One for all tests: RabbitMQ does not reliably keep a queue that was declared moments before a kill. */
    private static final String QUEUE = "outage-" + UUID.randomUUID();

    private static final BrokerOptions OPTIONS = BrokerOptions.forQueue(QUEUE).withPublishLimit(Duration.ofSeconds(5));

    private static RestartableBroker server;

    private final BrokerLines lines = new BrokerLines();
    private FaultProxy proxy;
    private Broker handling;
    private Broker sending;
    private Effects effects;
    private Worker worker;
    private SteadySender sender;
    private String name;

    /** Started once for the class. */
    abstract RestartableBroker start() throws Exception;

    @BeforeEach
    void open(TestInfo test) throws Exception {
        name = test.getDisplayName();
        if (server == null) {
            server = start();
            try (Broker first = Broker.open(BrokerUrl.parse(server.url()), OPTIONS)) {
                first.subscribe(1).close();
            }
            server.startAgain();
        }
        proxy = FaultProxy.before(server.url());
        BrokerUrl url = BrokerUrl.parse(proxy.through(server.url()));
        handling = Broker.open(url, OPTIONS);
        sending = Broker.open(url, OPTIONS);
        effects = new Effects(POSTGRES);
        worker = effects.worker(handling, QUEUE, WorkerOptions.DEFAULTS.withBatchSize(50));
    }

    @AfterEach
    void close() {
        worker.close();
        handling.close();
        sending.close();
        proxy.close();
        lines.close();
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    /** Under load: the fault, until it is noticed or has lasted; the cure; and what must hold in the end. */
    private void survives(Step fault, Step lasting, Step cure) throws Exception {
        worker.start();
        sender = new SteadySender(effects, sending);
        awaitMoreThan(100);

        fault.run();
        lasting.run();
        cure.run();

        goesOn();
        assertThat(lines.all()).as("one line for each change").hasSize((int)
                (lines.lost() + lines.back() + lines.still()));
    }

    private void goesOn() throws Exception {
        long cured = System.nanoTime();
        long before = effects.applied();
        awaitMoreThan(before);
        System.out.printf(
                "%s %s: applying again %.1f s after the cure, %d sent again%n",
                getClass().getSimpleName(), name, (System.nanoTime() - cured) / 1e9, sender.repeated());
        Set<String> ledger = sender.stop();
        effects.awaitEachOnce(ledger);
        // The last thread to come back says so.
        await().atMost(LONG).untilAsserted(() -> assertThat(lines.back()).isEqualTo(lines.lost()));
        assertThat(lines.lost()).isLessThanOrEqualTo(1);
        // A broker that dies during the handshake can look like one that refuses the login.
        assertThat(lines.still()).isLessThanOrEqualTo(1);
        worker.close();
        await().untilAsserted(() -> assertThat(handling.depth().ready()).isZero());
    }

    private void awaitMoreThan(long number) {
        await().atMost(LONG).until(() -> effects.applied() > number);
    }

    private void noticed() {
        await().atMost(LONG).until(() -> lines.lost() > 0);
    }

    @Test
    void stoppedAndStartedAgain() throws Exception {
        survives(server::stop, this::noticed, this::startAgain);
    }

    @Test
    void killedAndStartedAgain() throws Exception {
        survives(server::kill, this::noticed, this::startAgain);
    }

    @Test
    void frozenForAWhile() throws Exception {
        survives(server::freeze, () -> await().pollDelay(FROZEN).atMost(LONG).until(() -> true), server::thaw);
    }

    @Test
    void cutOff() throws Exception {
        survives(proxy::cut, this::noticed, proxy::pass);
    }

    @Test
    void reset() throws Exception {
        survives(proxy::reset, this::noticed, proxy::pass);
    }

    @Test
    void swallowedByTheNetwork() throws Exception {
        survives(proxy::blackhole, this::noticed, proxy::pass);
    }

    @Test
    void slow() throws Exception {
        survives(
                () -> proxy.slow(10_000, Duration.ofMillis(20)),
                () -> awaitMoreThan(effects.applied() + 50),
                proxy::pass);
    }

    @Test
    void awayAtTheStart() throws Exception {
        proxy.cut();
        worker.start();
        sender = new SteadySender(effects, sending);
        noticed();

        proxy.pass();

        goesOn();
    }

    private void startAgain() {
        server.startAgain();
        proxy.lead(server.url());
    }
}
