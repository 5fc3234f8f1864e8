package dev.scale.app;

import dev.scale.app.http.HttpServer;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.store.Backlog;
import dev.scale.messaging.store.ConnectionUse;
import dev.scale.messaging.store.StrandedRows;
import dev.scale.messaging.store.WorkerState;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Looks at broker and database, as often as it is asked to, over the same connections. */
final class StatusReader implements AutoCloseable {

    /** Handlers that were killed are shown for so long. */
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private static final String NAME = "scale-status";

    private final Configuration configuration;
    private final String queue;
    private @Nullable Broker broker;
    private @Nullable TableReader tables;

    /** Connects to nothing; throws what is wrong with the settings. */
    StatusReader(Configuration configuration) {
        this.configuration = configuration;
        this.queue = configuration.text(Setting.QUEUE_NAME).orElseThrow();
        configuration.brokerUrl();
        configuration.databaseUrl();
    }

    /** What there is, and what is in the way of knowing the rest. */
    Status read() {
        Map<String, Exception> troubles = new LinkedHashMap<>();
        QueueFacts waiting = attempt("broker", troubles, () -> QueueFacts.of(broker(), queue));
        DatabaseFacts facts = attempt("database", troubles, () -> DatabaseFacts.of(tables()));
        boolean empty = facts == null || facts.schema().isEmpty();
        ConnectionUse connections = facts == null
                ? null
                : attempt(
                        "connections",
                        troubles,
                        () -> tables().read((connection, now) -> ConnectionUse.of(connection)));
        BacklogFacts backlog = empty ? null : attempt("outbox", troubles, this::backlog);
        List<WorkerState> handlers = empty
                ? null
                : attempt(
                        "handlers",
                        troubles,
                        () -> tables().read((connection, now) -> WorkerState.within(connection, REMEMBERED)));
        Integer dashboards = facts == null
                ? null
                : attempt(
                        "dashboards",
                        troubles,
                        () -> tables().read((connection, now) -> ConnectionUse.named(connection, HttpServer.CLIENT)));
        List<StrandedRows> stranded = empty
                ? null
                : attempt(
                        "outbox of other queues",
                        troubles,
                        () -> tables().read((connection, now) -> StrandedRows.of(connection)));
        Figures figures = empty
                ? null
                : attempt(
                        "figures", troubles, () -> tables().read((connection, now) -> Figures.read(connection, queue)));
        if (figures != null && waiting != null) {
            figures = figures.withReady(waiting.depth().ready());
        }
        return new Status(
                configuration.brokerUrl().toString(),
                queue,
                waiting,
                facts,
                connections,
                backlog,
                stranded == null ? List.of() : stranded,
                dashboards == null ? 0 : dashboards,
                handlers == null ? List.of() : handlers,
                figures,
                troubles);
    }

    private BacklogFacts backlog() throws SQLException {
        return tables().read((connection, now) -> Backlog.of(connection, queue))
                .map(BacklogFacts::new)
                .orElseThrow(
                        () -> new Failure(ExitCode.FAILED, "the tables of the library are missing; `scale migrate`"));
    }

    private Broker broker() {
        if (broker == null) {
            broker = Broker.open(configuration.brokerUrl(), configuration.brokerOptions(NAME));
        }
        return broker;
    }

    private TableReader tables() throws SQLException {
        if (tables == null) {
            tables = TableReader.open(configuration, NAME);
        }
        return tables;
    }

    private static <T> @Nullable T attempt(String what, Map<String, Exception> troubles, Callable<T> call) {
        try {
            return call.call();
        } catch (Exception e) {
            troubles.put(what, e);
            return null;
        }
    }

    @Override
    public void close() {
        if (broker != null) {
            broker.close();
        }
        if (tables != null) {
            tables.close();
        }
    }
}
