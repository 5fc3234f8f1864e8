package dev.scale.messaging;

import dev.scale.messaging.broker.Delivery;
import dev.scale.messaging.store.Mark;
import dev.scale.messaging.store.SqlFailure;
import dev.scale.messaging.store.StoredText;
import dev.scale.messaging.store.Suspects;
import dev.scale.messaging.store.TransactionLimits;
import dev.scale.messaging.store.Transactions;
import dev.scale.messaging.store.Try;
import dev.scale.messaging.store.WorkerActivity;
import dev.scale.messaging.store.WorkerRow;
import dev.scale.messaging.store.Workers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The marks by which processes tell each other what they had in work when they died. This process marks what it handles
 * with care, before it does, and takes the mark back in the transaction in which the command ends. Thread-safe.
 */
final class Marks {

    private static final int MOST_CONFLICTS = 5;
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private final Transactions transactions;
    private final WorkerRow worker;
    private final Pulse pulse;
    private final Answering database;
    private final Set<String> open = ConcurrentHashMap.newKeySet();
    private volatile boolean alert = true;
    private volatile WorkerActivity activity = WorkerActivity.NONE;
    private volatile boolean registered;

    Marks(Transactions transactions, WorkerRow worker, Pulse pulse) {
        this.transactions = transactions;
        this.worker = worker;
        this.pulse = pulse;
        this.database = new Answering(pulse.overdue(), System::nanoTime);
    }

    Transactions transactions() {
        return transactions;
    }

    String queue() {
        return worker.queue();
    }

    WorkerRow worker() {
        return worker;
    }

    /** Whether the database has taken the last sign of life, and that is not long ago. */
    boolean accepted() {
        return database.atLeast(Duration.ZERO);
    }

    Pulse pulse() {
        return pulse;
    }

    /** How a command is named among suspects. */
    static String nameOf(Delivery delivery) {
        String id = delivery.id();
        return id != null && !id.isEmpty()
                ? StoredText.key(id)
                : "sha256:" + HexFormat.of().formatHex(Try.sha256(delivery.body()));
    }

    /** Whether a command may be a suspect that does not come as a redelivery; known without asking the database. */
    boolean alert() {
        return alert;
    }

    /** The suspicions against these commands, by name; none where there is no entry. */
    Map<String, Suspicion> suspicions(Collection<Delivery> deliveries) throws DatabaseOutage {
        Set<String> names = names(deliveries);
        Map<String, List<Mark>> byName = new HashMap<>();
        run(connection -> Suspects.ofOthers(connection, worker, names))
                .forEach(mark -> byName.computeIfAbsent(mark.command(), name -> new ArrayList<>())
                        .add(mark));
        boolean deathsCertain = database.atLeast(pulse.dead());
        Map<String, Suspicion> suspicions = new HashMap<>();
        byName.forEach((name, marks) -> suspicions.put(name, Suspicion.of(marks, pulse, deathsCertain)));
        return suspicions;
    }

    /** These commands are in hand here: where one ends, the marks on it are taken back. */
    void take(Collection<Delivery> deliveries) {
        open.addAll(names(deliveries));
    }

    /** Takes commands and marks them as in work here. Committed when it returns, so that it outlasts this process. */
    void mark(Collection<Delivery> deliveries, boolean alone) throws DatabaseOutage {
        take(deliveries);
        Set<String> names = names(deliveries);
        run(connection -> {
            if (!registered) {
                Workers.beat(connection, worker, activity);
            }
            Suspects.mark(connection, worker, names, alone);
            return names;
        });
    }

    /** These commands are no longer in hand here, however that came; marks that are still there are taken back with the next beat. */
    void forget(Collection<Delivery> deliveries) {
        open.removeAll(names(deliveries));
    }

    /** Takes back the marks on commands that end in this transaction; those of other processes too, unless the command comes later. */
    void clear(Connection connection, Map<? extends Item<?>, End> ends) throws SQLException {
        if (open.isEmpty()) {
            return;
        }
        List<String> ended = new ArrayList<>();
        List<String> later = new ArrayList<>();
        ends.forEach((item, end) -> {
            String name = nameOf(item.delivery());
            if (open.contains(name)) {
                // A command without an id gets one for its next try, and with it another name.
                boolean comesAgain = end.outcome() instanceof Outcome.Later
                        && item.messageId().isPresent();
                (comesAgain ? later : ended).add(name);
            }
        });
        Suspects.clear(connection, worker.queue(), ended);
        Suspects.withdraw(connection, worker, later);
    }

    /**
     * Gives a sign of life and learns whether there are suspects.
     *
     * @return whether this process is to pause
     */
    boolean beat(WorkerActivity now) throws SQLException {
        activity = now;
        try {
            boolean pause = briefly(connection -> {
                boolean wanted = Workers.beat(connection, worker, activity);
                Suspects.withdrawAllBut(connection, worker, List.copyOf(open));
                alert = Suspects.anyOfOthers(connection, worker);
                return wanted;
            });
            registered = true;
            database.answered();
            return pause;
        } catch (SQLException | RuntimeException e) {
            database.failed();
            throw e;
        }
    }

    /** This process ends in good order: nothing that it had in work is to blame. */
    void end() throws SQLException {
        briefly(connection -> {
            Suspects.withdrawAllBut(connection, worker, List.of());
            Workers.end(connection, worker.id());
            return worker;
        });
    }

    /** Forgets what is so old that it helps nobody. */
    void prune() throws SQLException {
        briefly(connection -> {
            Workers.prune(connection, REMEMBERED);
            return worker;
        });
    }

    private static Set<String> names(Collection<Delivery> deliveries) {
        Set<String> names = new LinkedHashSet<>();
        deliveries.forEach(delivery -> names.add(nameOf(delivery)));
        return names;
    }

    private <T> T run(Transactions.Work<T> work) throws DatabaseOutage {
        for (int conflicts = 1; ; conflicts++) {
            try {
                return briefly(work);
            } catch (SQLException | RuntimeException e) {
                if (SqlFailure.of(e) != SqlFailure.CONFLICT || conflicts == MOST_CONFLICTS) {
                    // Our own tables can always be read and written; where they cannot, no command is to blame.
                    throw new DatabaseOutage(e);
                }
            }
        }
    }

    /** Runs a small transaction that must not wait for long. */
    private <T> T briefly(Transactions.Work<T> work) throws SQLException {
        return transactions.run(connection -> {
            TransactionLimits.BRIEF.set(connection);
            return work.in(connection);
        });
    }
}
