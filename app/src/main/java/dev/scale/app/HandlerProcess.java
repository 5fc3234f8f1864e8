package dev.scale.app;

import dev.scale.messaging.CommandModule;
import dev.scale.messaging.Handlers;
import dev.scale.messaging.Readiness;
import dev.scale.messaging.RetryPolicy;
import dev.scale.messaging.Tracing;
import dev.scale.messaging.TryLimits;
import dev.scale.messaging.Worker;
import dev.scale.messaging.WorkerListener;
import dev.scale.messaging.WorkerOptions;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerException;
import dev.scale.messaging.store.Database;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What handles commands: a broker, a pool of {@code threads + 1} connections, the handlers of all modules, a worker. */
public final class HandlerProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HandlerProcess.class);
    private static final int MOST_THREADS = 256;
    private static final int MOST_ATTEMPTS = 20;
    private static final int MOST_COMMANDS = 100_000;

    private final Broker broker;
    private final Database database;
    private final Worker worker;

    private HandlerProcess(Broker broker, Database database, Worker worker) {
        this.broker = broker;
        this.database = database;
        this.worker = worker;
    }

    /**
     * Brings the tables to their newest version (or checks them, by {@link Setting#MIGRATE}) and starts to handle. Waits for a
     * database that is away or does not let us in: that is an outage and no failure.
     *
     * @param applicationName of the database connections
     * @param stop ends the waiting
     * @return empty where the stop came first
     * @throws Failure or another exception that {@link ExitCode} knows, where waiting would not help
     */
    public static Optional<HandlerProcess> start(
            Configuration configuration, String applicationName, WorkerListener listener, StopSignal stop)
            throws InterruptedException {
        WorkerOptions options = options(configuration);
        List<CommandModule> modules = Modules.of(configuration);
        Handlers handlers = Handlers.of(Modules.groups(modules));
        Broker broker = Broker.open(configuration.brokerUrl(), configuration.brokerOptions(applicationName));
        Database database = null;
        boolean started = false;
        try {
            checkBroker(broker);
            database = configuration.openDatabase(options.threads() + 1, applicationName);
            if (!Tables.ofHandler(configuration, database, modules).await(stop)) {
                return Optional.empty();
            }
            String queue = configuration.text(Setting.QUEUE_NAME).orElseThrow();
            Worker worker = new Worker(broker, queue, database, handlers, options, listener);
            worker.start();
            started = true;
            LOG.info(
                    "handling {} with {} threads, batches of at most {}, database {}",
                    queue,
                    options.threads(),
                    options.batchSize(),
                    database.place());
            return Optional.of(new HandlerProcess(broker, database, worker));
        } finally {
            if (!started) {
                broker.close();
                if (database != null) {
                    database.close();
                }
            }
        }
    }

    /** Whether it can work at this moment. */
    public Readiness readiness() {
        return worker.readiness();
    }

    /** Whether it goes on, be it to wait for what is away; else nothing helps but to start it again. */
    public boolean live() {
        return worker.live();
    }

    /** Its broker, to be looked at. */
    public Broker broker() {
        return broker;
    }

    /** A broker that is away is an outage, which the worker waits out; refused credentials and the like are told at once. */
    private static void checkBroker(Broker broker) {
        try {
            broker.depth();
        } catch (BrokerException.Unavailable e) {
            LOG.warn("waiting for the broker: {}", e.getMessage());
        }
    }

    private static WorkerOptions options(Configuration configuration) {
        return new WorkerOptions(
                configuration.number(Setting.HANDLER_THREADS, MOST_THREADS),
                configuration.number(Setting.BATCH_SIZE, MOST_COMMANDS),
                configuration.size(Setting.MAX_BODY),
                configuration.duration(Setting.HANDLE_LIMIT),
                configuration.duration(Setting.DRAIN_LIMIT),
                tries(configuration),
                true,
                configuration.isSet(Setting.JOB_RETENTION)
                        ? Optional.of(configuration.duration(Setting.JOB_RETENTION, "1h"))
                        : Optional.empty(),
                Tracing.global());
    }

    private static TryLimits tries(Configuration configuration) {
        RetryPolicy retry = new RetryPolicy(
                configuration.number(Setting.MAX_ATTEMPTS, MOST_ATTEMPTS), RetryPolicy.DEFAULT.firstDelay());
        return new TryLimits(
                retry,
                configuration.duration(Setting.EARLY_LIMIT),
                configuration.duration(Setting.INBOX_RETENTION, "25h"));
    }

    /** Drains: finishes the batches in work within the drain limit and gives back the rest. */
    @Override
    public void close() {
        worker.close();
        broker.close();
        database.close();
    }
}
