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
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What handles commands: a broker, a pool of {@code threads + 1} connections, the handlers of all modules, a worker. */
public final class HandlerProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HandlerProcess.class);
    private static final int MOST_THREADS = 256;
    private static final int MOST_ATTEMPTS = 20;
    private static final int MOST_COMMANDS = 100_000;

    private final Broker broker;
    private final Starting<Optional<Tables>> tables;
    private final Worker worker;

    private HandlerProcess(Broker broker, Starting<Optional<Tables>> tables, Worker worker) {
        this.broker = broker;
        this.tables = tables;
        this.worker = worker;
    }

    /**
     * Brings the tables to their newest version (or checks them, by {@link Setting#MIGRATE}) and starts to handle. Waits for a
     * database that is away or does not let us in: that is an outage and no failure.
     *
     * @param applicationName of the database connections
     * @param stop ends the waiting; asked for by this method where it fails
     * @return empty where the stop came first
     * @throws Failure or another exception that {@link ExitCode} knows, where waiting would not help
     */
    public static Optional<HandlerProcess> start(
            Configuration configuration, String applicationName, WorkerListener listener, StopSignal stop)
            throws InterruptedException {
        List<CommandModule> modules = Modules.of(configuration);
        return start(
                configuration,
                tables(() -> configuration, modules, applicationName, stop),
                applicationName,
                listener,
                stop);
    }

    /**
     * The same over tables that are being brought to their newest version, with the pool that does it. They are closed with the process,
     * or at once where there is none.
     */
    static Optional<HandlerProcess> start(
            Configuration configuration,
            Starting<Optional<Tables>> tables,
            String applicationName,
            WorkerListener listener,
            StopSignal stop) {
        Broker broker = null;
        boolean started = false;
        try {
            WorkerOptions options = options(configuration);
            broker = Broker.open(configuration.brokerUrl(), configuration.brokerOptions(applicationName));
            checkBroker(broker);
            Optional<Tables> ready = tables.await();
            if (ready.isEmpty()) {
                return Optional.empty();
            }
            Database database = ready.get().database();
            Handlers handlers = Handlers.of(Modules.groups(ready.get().modules()));
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
            return Optional.of(new HandlerProcess(broker, tables, worker));
        } finally {
            if (!started) {
                if (broker != null) {
                    broker.close();
                }
                stop.ask(); // they may be waiting for a database that is away
                tables.close();
            }
        }
    }

    /**
     * Opens a pool of {@code threads + 1} connections and brings the tables to their newest version, beside what the caller does.
     *
     * @param configuration asked for on that thread, where it may wait for the database to start
     * @return empty where the stop came first
     */
    static Starting<Optional<Tables>> tables(
            Supplier<Configuration> configuration,
            List<CommandModule> modules,
            String applicationName,
            StopSignal stop) {
        return Starting.on(
                "start-tables",
                () -> tables(configuration.get(), modules, applicationName, stop),
                tables -> tables.ifPresent(ready -> ready.database().close()));
    }

    private static Optional<Tables> tables(
            Configuration configuration, List<CommandModule> modules, String applicationName, StopSignal stop)
            throws InterruptedException {
        Database database = configuration.openDatabase(options(configuration).threads() + 1, applicationName);
        boolean ready = false;
        try {
            Tables tables = Tables.ofHandler(configuration, database, modules);
            ready = tables.await(stop);
            return ready ? Optional.of(tables) : Optional.empty();
        } finally {
            if (!ready) {
                database.close();
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
        tables.close();
    }
}
