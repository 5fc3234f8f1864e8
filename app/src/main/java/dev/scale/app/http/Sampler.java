package dev.scale.app.http;

import dev.scale.app.Errors;
import dev.scale.app.Figures;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.store.LiveWorkers;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the figures again and again and keeps those of the last half hour: every second while somebody looks, else every
 * 10 s. What cannot be read stays as it was, with its age.
 */
final class Sampler implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);
    static final Duration KEPT = Duration.ofMinutes(30);
    private static final int UNWATCHED_TURNS = 10;
    private static final Duration RATE_SPAN = Duration.ofSeconds(10);

    /**
     * What was read last.
     *
     * @param at when it was read, by our clock
     * @param trouble what could not be read, and why; null where all is well
     * @param stale nothing newer could be read
     */
    record Sample(Instant at, Figures figures, @Nullable String trouble, boolean stale) {

        /** Before the first time. */
        static final Sample NONE = new Sample(Instant.EPOCH, Figures.UNKNOWN, "nothing has been read yet", true);
    }

    private record Waiting(long nanos, double commands) {}

    private final PageDatabase database;
    private final String queue;
    private final WaitingCommands waitingCommands;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "scale-figures");
        made.setDaemon(true);
        return made;
    });
    private final List<Consumer<Sample>> watchers = new CopyOnWriteArrayList<>();
    private final Deque<Sample> history = new ArrayDeque<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private volatile @Nullable Sample last;
    private long turn;

    Sampler(PageDatabase database, String queue, Supplier<Optional<Broker>> broker) {
        this.database = database;
        this.queue = queue;
        waitingCommands = new WaitingCommands(broker);
    }

    void start() {
        Future<?> unused = thread.scheduleWithFixedDelay(this::turn, 0, 1, TimeUnit.SECONDS);
    }

    /** What was read last; empty before the first time. */
    Optional<Sample> last() {
        return Optional.ofNullable(last);
    }

    /** Those of the last half hour, the oldest first. */
    synchronized List<Sample> history() {
        return List.copyOf(history);
    }

    /** Is told of every sample, new or old; what is returned ends that. */
    Runnable watch(Consumer<Sample> watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    private void turn() {
        try {
            boolean due = turn++ % UNWATCHED_TURNS == 0;
            if (due || !watchers.isEmpty() || nothingKnown()) {
                sample();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.warn("the figures could not be read", e);
        }
    }

    private boolean nothingKnown() {
        Sample sample = last;
        return sample == null || sample.stale() || sample.figures().freshness().isEmpty();
    }

    private void sample() throws InterruptedException {
        Sample before = last;
        Sample now;
        try {
            now = keep(read());
        } catch (SQLException | RuntimeException e) {
            waiting.clear();
            Sample old = before == null ? Sample.NONE : before;
            now = new Sample(old.at(), old.figures(), Errors.line(e), true);
        }
        last = now;
        for (Consumer<Sample> watcher : watchers) {
            watcher.accept(now);
        }
    }

    private synchronized Sample keep(Sample sample) {
        history.addLast(sample);
        while (history.getFirst().at().isBefore(sample.at().minus(KEPT))) {
            history.removeFirst();
        }
        return sample;
    }

    private Sample read() throws SQLException, InterruptedException {
        Figures figures = database.run(connection -> Figures.read(connection, queue));
        WaitingCommands.Count ready = waitingCommands.now();
        if (ready.known()) {
            figures = withRateIn(figures.withReady(ready.commands()));
        } else {
            waiting.clear();
        }
        return new Sample(Instant.now(), figures, ready.trouble(), false);
    }

    /** What was ended, and by how many more wait than some seconds ago. */
    private Figures withRateIn(Figures figures) {
        Optional<LiveWorkers> live = figures.workers();
        if (live.isEmpty()) {
            return figures;
        }
        double commands = figures.ready().orElse(0.0) + live.get().inHand();
        Waiting now = new Waiting(System.nanoTime(), commands);
        waiting.addLast(now);
        while (waiting.size() > 2 && now.nanos() - waiting.getFirst().nanos() > RATE_SPAN.toNanos()) {
            waiting.removeFirst();
        }
        Waiting then = waiting.getFirst();
        double seconds = (now.nanos() - then.nanos()) / 1e9;
        if (seconds < 1) {
            return figures;
        }
        double more = (now.commands() - then.commands()) / seconds;
        return figures.withRateIn(Math.max(0, live.get().perSecond() + more));
    }

    @Override
    public void close() {
        thread.shutdownNow();
        waitingCommands.close();
    }
}
