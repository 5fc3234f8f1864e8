package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.scale.messaging.store.Transactions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TakingTurnsTest {

    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final CountDownLatch answer = new CountDownLatch(1);

    /** A database that says nothing until it is told to. */
    private final Transactions silent = new Transactions() {
        @Override
        public <T> T run(Work<T> work) throws SQLException {
            most.accumulateAndGet(held.incrementAndGet(), Math::max);
            try {
                answer.await();
                return work.in(null);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            } finally {
                held.decrementAndGet();
            }
        }
    };

    @Test
    void holds_one_connection_at_most_however_many_wait_for_a_silent_database() {
        TakingTurns upkeep = new TakingTurns(silent);
        List<Thread> threads = new ArrayList<>();
        List<CompletableFuture<Integer>> results = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int number = i;
            CompletableFuture<Integer> result = new CompletableFuture<>();
            results.add(result);
            Thread thread = new Thread(() -> run(upkeep, number, result));
            threads.add(thread);
            thread.start();
        }
        await().until(() -> threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
        assertThat(held).hasValue(1);

        answer.countDown();

        assertThat(results.stream().map(CompletableFuture::join)).containsExactly(0, 1, 2);
        assertThat(most).hasValue(1);
    }

    @Test
    void goes_on_after_a_failure() throws SQLException {
        answer.countDown();
        TakingTurns upkeep = new TakingTurns(silent);
        assertThatThrownBy(() -> upkeep.run(connection -> {
                    throw new SQLException("away");
                }))
                .isInstanceOf(SQLException.class);
        assertThat(upkeep.<String>run(connection -> "there")).isEqualTo("there");
    }

    private static void run(TakingTurns upkeep, int number, CompletableFuture<Integer> result) {
        try {
            result.complete(upkeep.run(connection -> number));
        } catch (SQLException e) {
            result.completeExceptionally(e);
        }
    }
}
