package dev.scale.app.http;

import dev.scale.app.Errors;
import dev.scale.messaging.broker.Broker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks the broker how many commands wait, on a thread of its own: one that is silent holds up nobody. For use by one thread. */
final class WaitingCommands implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /**
     * The broker's answer.
     *
     * @param trouble why there is none; null where there is one, or nobody to ask yet
     */
    record Count(boolean known, long commands, @Nullable String trouble) {

        static Count unknown(@Nullable String trouble) {
            return new Count(false, 0, trouble);
        }
    }

    private final Supplier<Optional<Broker>> broker;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread made = new Thread(work, "scale-waiting-commands");
        made.setDaemon(true);
        return made;
    });
    private CompletableFuture<Count> question = CompletableFuture.completedFuture(Count.unknown(null));
    private long askedAt;

    WaitingCommands(Supplier<Optional<Broker>> broker) {
        this.broker = broker;
    }

    /** Waits a second at most. An answer that comes later is that of the next time. */
    Count now() throws InterruptedException {
        if (question.isDone()) {
            askedAt = System.nanoTime();
            question = CompletableFuture.supplyAsync(this::ask, thread);
        }
        try {
            return question.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            long silent = Duration.ofNanos(System.nanoTime() - askedAt).toSeconds();
            return Count.unknown("the broker has not answered for " + silent + " s");
        } catch (ExecutionException | CompletionException e) {
            return Count.unknown(Errors.line(e.getCause() == null ? e : e.getCause()));
        }
    }

    private Count ask() {
        return broker.get()
                .map(open -> new Count(true, open.depth().ready(), null))
                .orElseGet(() -> Count.unknown(null));
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
