package dev.scale.benchmarks.chaos;

import dev.scale.benchmarks.chaos.handler.CheatingBroker;
import dev.scale.benchmarks.chaos.handler.CountHandler;
import dev.scale.benchmarks.chaos.handler.HandlerMain;
import dev.scale.benchmarks.chaos.handler.Sabotage;
import dev.scale.jobs.JobsModule;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import dev.scale.messaging.store.Database;
import dev.scale.messaging.store.DatabaseUrl;
import dev.scale.messaging.store.Schema;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
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
        String brokerUrl = site.broker().url();
        String databaseUrl = site.newDatabase(name);
        Map<String, String> environment = Map.of(
                HandlerMain.BROKER_URL, brokerUrl, HandlerMain.DATABASE_URL, databaseUrl, HandlerMain.QUEUE, name);
        BrokerOptions options = site.kind().options(name);
        Ledger ledger = new Ledger();
        try (Database database = Database.open(DatabaseUrl.parse(databaseUrl), 2, "chaos");
                Broker broker = Broker.open(BrokerUrl.parse(brokerUrl), options);
                HandlerProcesses handlers = new HandlerProcesses(environment, sabotage, plan.deaths(), folder)) {
            prepare(database, broker);
            Senders senders = new Senders(() -> senderBroker(brokerUrl, options), load, ledger, plan.seed());
            handlers.start();
            senders.start();
            Injector injector = new Injector(site, handlers, System.err);
            injector.run(plan);
            awaitDeaths(handlers);
            System.err.println("chaos: no more faults; waiting until everything has ended");
            senders.finish(PATIENCE);
            boolean drained = new Drain(broker, database, handlers).run();
            Account account = Account.of(ledger, outcomes(database));
            return new Report(
                    ledger.confirmed().size(),
                    ledger.open().size(),
                    account,
                    new Report.Facts(
                            plan.seed(),
                            injector.injected(),
                            drained,
                            handlers.lives(),
                            handlers.ownEnds(),
                            Duration.ofNanos(System.nanoTime() - start),
                            site.broker().description(),
                            site.database().description()));
        }
    }

    /** The tables, and the queue: RabbitMQ may lose a queue when it is killed right after its declaration. */
    private static void prepare(Database database, Broker broker) throws SQLException {
        Schema.migrate(database);
        JobsModule jobs = new JobsModule();
        Schema.migrate(database, jobs.name(), jobs.migrations().orElseThrow());
        try (Connection connection = database.connection()) {
            CountHandler.createTables(connection);
        }
        broker.depth();
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

    private static Outcomes outcomes(Database database) throws SQLException {
        try (Connection connection = database.connection()) {
            return Outcomes.read(connection);
        }
    }
}
