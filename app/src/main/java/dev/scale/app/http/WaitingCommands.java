package dev.scale.app.http;

import dev.scale.app.Errors;
import dev.scale.messaging.broker.Broker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks the broker every second how many commands wait, on a thread of its own: one that is silent holds up nobody else. */
final class WaitingCommands implements AutoCloseable {

    private static final long OLD = Duration.ofSeconds(5).toNanos();

    /**
     * The broker's last answer.
     *
     * @param trouble why there is none; null where there is one, or nobody to ask yet
     */
    record Count(boolean known, long commands, @Nullable String trouble) {}

    private record Heard(Count count, long nanos) {}

    private final Supplier<Optional<Broker>> broker;
    private volatile Heard last = new Heard(new Count(false, 0, null), System.nanoTime());
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "scale-waiting-commands");
        made.setDaemon(true);
        return made;
    });

    WaitingCommands(Supplier<Optional<Broker>> broker) {
        this.broker = broker;
    }

    void start() {
        thread.scheduleWithFixedDelay(this::ask, 0, 1, TimeUnit.SECONDS);
    }

    private void ask() {
        Count count;
        try {
            count = broker.get()
                    .map(open -> new Count(true, open.depth().ready(), null))
                    .orElseGet(() -> new Count(false, 0, null));
        } catch (RuntimeException e) {
            count = new Count(false, 0, Errors.line(e));
        }
        last = new Heard(count, System.nanoTime());
    }

    Count now() {
        Heard heard = last;
        long age = System.nanoTime() - heard.nanos();
        return age <= OLD
                ? heard.count()
                : new Count(
                        false,
                        0,
                        "the broker has not answered for "
                                + Duration.ofNanos(age).toSeconds() + " s");
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
