package dev.scale.benchmarks.chaos;

import dev.scale.benchmarks.chaos.handler.CheatingBroker;
import dev.scale.benchmarks.chaos.handler.CountHandler;
import dev.scale.benchmarks.chaos.handler.HandlerMain;
import dev.scale.benchmarks.chaos.handler.Sabotage;
import dev.scale.jobs.JobsModule;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerException;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import dev.scale.messaging.store.Database;
import dev.scale.messaging.store.DatabaseUrl;
import dev.scale.messaging.store.Schema;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * One run: senders send and two handler processes work while faults are injected; then the faults stop, what is left is
 * handled, and ledger and database are compared.
 */
final class ChaosRun {

    /** Shorter than most outages, so that much stays unconfirmed and is sent again. */
    private static final Duration SENDERS_PUBLISH_LIMIT = Duration.ofSeconds(2);

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Site site;
    private final Plan plan;
    private final Load load;
    private final Sabotage sabotage;
    private final Path folder;

    /**
     * A run that has not begun.
     *
     * @param sabotage NONE in earnest
     * @param folder where the handler processes log
     */
    ChaosRun(Site site, Plan plan, Load load, Sabotage sabotage, Path folder) {
        this.site = site;
        this.plan = plan;
        this.load = load;
        this.sabotage = sabotage;
        this.folder = folder;
    }

    /**
     * Runs it.
     *
     * @param name of its queue and its database: lower case, digits, low lines
     */
    Report run(String name) throws SQLException, InterruptedException {
        long start = System.nanoTime();
        String brokerUrl = site.brokerUrl();
        String databaseUrl = site.newDatabase(name);
        Map<String, String> environment = new HashMap<>(site.brokerEnvironment());
        environment.put(HandlerMain.BROKER_URL, brokerUrl);
        environment.put(HandlerMain.DATABASE_URL, databaseUrl);
        environment.put(HandlerMain.QUEUE, name);
        site.makeQueue(name);
        BrokerOptions options = site.kind().options(name);
        prepare(brokerUrl, databaseUrl, options);
        Ledger ledger = new Ledger();
        try (HandlerProcesses handlers = new HandlerProcesses(environment, sabotage, plan, folder)) {
            Senders senders = new Senders(() -> senderBroker(brokerUrl, options), load, ledger, plan.seed());
            Injector injector = new Injector(site, handlers, System.err);
            handlers.start();
            senders.start();
            injector.run(plan);
            awaitDeaths(handlers);
            System.err.println("chaos: no more faults; waiting until everything has ended");
            senders.finish(PATIENCE);
            Ending ending = end(brokerUrl, databaseUrl, options, handlers);
            Report.Facts facts = new Report.Facts(
                    plan.seed(),
                    injector.injected(),
                    ending.drained(),
                    handlers.lives(),
                    handlers.ownEnds(),
                    Duration.ofNanos(System.nanoTime() - start),
                    site.broker().description(),
                    site.database().description());
            return new Report(
                    ledger.confirmed().size(), ledger.open().size(), Account.of(ledger, ending.outcomes()), facts);
        }
    }

    /** The tables, and the queue: RabbitMQ may lose a queue when it is killed right after its declaration. */
    private static void prepare(String brokerUrl, String databaseUrl, BrokerOptions options)
            throws SQLException, InterruptedException {
        try (Database database = Database.open(DatabaseUrl.parse(databaseUrl), 2, "chaos");
                Broker broker = Broker.open(BrokerUrl.parse(brokerUrl), options)) {
            Schema.migrate(database);
            JobsModule jobs = new JobsModule();
            Schema.migrate(database, jobs.name(), jobs.migrations().orElseThrow());
            try (Connection connection = database.connection()) {
                CountHandler.createTables(connection);
            }
            makeQueue(broker);
        }
    }

    /** A broker that has just started may, on a busy machine, not take a connection in time. */
    private static void makeQueue(Broker broker) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                broker.depth();
                return;
            } catch (BrokerException.Unavailable busy) {
                if (System.nanoTime() > deadline) {
                    throw busy;
                }
                Thread.sleep(100);
            }
        }
    }

    private record Ending(boolean drained, Outcomes outcomes) {}

    /** Over new connections, which have seen no fault. */
    private static Ending end(String brokerUrl, String databaseUrl, BrokerOptions options, HandlerProcesses handlers)
            throws SQLException, InterruptedException {
        try (Database database = Database.open(DatabaseUrl.parse(databaseUrl), 2, "chaos");
                Broker broker = Broker.open(BrokerUrl.parse(brokerUrl), options)) {
            boolean drained = new Drain(broker, database, handlers).run();
            try (Connection connection = database.connection()) {
                return new Ending(drained, Outcomes.read(connection));
            }
        }
    }

    private static void awaitDeaths(HandlerProcesses handlers) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (handlers.doomed() && System.nanoTime() < deadline) {
            Thread.sleep(100);
        }
    }

    private Broker senderBroker(String url, BrokerOptions options) {
        Broker broker = Broker.open(
                BrokerUrl.parse(url), options.withClientName("chaos-sender").withPublishLimit(SENDERS_PUBLISH_LIMIT));
        return CheatingBroker.forSenders(broker, sabotage);
    }
}
