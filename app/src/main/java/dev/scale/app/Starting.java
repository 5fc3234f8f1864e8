package dev.scale.app;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** What is being started on a thread of its own, while others are started too. Thread-safe. */
final class Starting<T> implements AutoCloseable {

    private final CompletableFuture<T> result = new CompletableFuture<>();
    private final Consumer<T> close;

    private Starting(Consumer<T> close) {
        this.close = close;
    }

    /** Begins at once; the last argument closes what comes of it. */
    static <T> Starting<T> on(String thread, Callable<T> start, Consumer<T> close) {
        Starting<T> starting = new Starting<>(close);
        Runnable work = () -> {
            try {
                starting.result.complete(start.call());
            } catch (Exception | Error e) {
                starting.result.completeExceptionally(e);
            }
        };
        new Thread(work, thread).start();
        return starting;
    }

    /** Waits for it; throws what kept it from starting. */
    T await() {
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException told) {
                throw told; // with the exit code that it stands for
            } else if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }

    /** Waits for it and closes what came of it; why nothing came {@link #await} tells. */
    @Override
    public void close() {
        T started;
        try {
            started = result.join();
        } catch (CompletionException e) {
            return;
        }
        close.accept(started);
    }
}
