package dev.scale.messaging;

import dev.scale.messaging.broker.Durations;
import dev.scale.messaging.store.Transactions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the consuming threads of a worker go on, whatever they do: receive, handle, or wait for a broker or a database
 * that is away, which is done by trying again and again. Thread-safe.
 */
final class Steps {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final Map<Thread, Long> last = new ConcurrentHashMap<>();
    /** Of threads that stand still, the step that they were told of after. */
    private final Map<Thread, Long> told = new ConcurrentHashMap<>();

    /** The current thread goes on. */
    void step() {
        last.put(Thread.currentThread(), System.nanoTime());
    }

    /** The same transactions, of which each is a step when it begins and when it ends. */
    Transactions over(Transactions transactions) {
        return new Transactions() {
            @Override
            public <T> T run(Work<T> work) throws SQLException {
                return stepping(() -> transactions.run(work));
            }

            @Override
            public <T> T runFresh(Work<T> work) throws SQLException {
                return stepping(() -> transactions.runFresh(work));
            }
        };
    }

    /** The same handlers; a transaction may call them many times. */
    Handlers over(Handlers handlers) {
        return Handlers.of(handlers.groups().stream().map(this::over).toList());
    }

    private <C> HandlerGroup<C> over(HandlerGroup<C> group) {
        CommandHandler<C> handler = group.handler();
        return group.handledBy((commands, unit) -> {
            step();
            try {
                handler.handle(commands, unit);
            } finally {
                step();
            }
        });
    }

    private interface Call<T> {
        T run() throws SQLException;
    }

    private <T> T stepping(Call<T> call) throws SQLException {
        step();
        try {
            return call.run();
        } finally {
            step();
        }
    }

    /** Whether no thread has stood still for longer than this at that moment; says in the log, once, where one does. */
    boolean within(Duration limit, long nanos) {
        boolean all = true;
        for (Map.Entry<Thread, Long> thread : last.entrySet()) {
            if (nanos - thread.getValue() > limit.toNanos()) {
                all = false;
                if (thread.getValue().equals(told.put(thread.getKey(), thread.getValue()))) {
                    continue;
                }
                IllegalStateException where = new IllegalStateException("it is here");
                where.setStackTrace(thread.getKey().getStackTrace());
                LOG.error(
                        "the thread {} has not gone on for {}: start the process again",
                        thread.getKey().getName(),
                        Durations.words(limit),
                        where);
            }
        }
        return all;
    }
}
