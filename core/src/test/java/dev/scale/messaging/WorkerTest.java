package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.messaging.store.Database;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Batches, the inbox, and the life of a worker. */
class WorkerTest extends CountingWorkerTest {

    @Test
    void everyCommandIsAppliedOnceAndAcknowledged() {
        send(1_000, "well");

        worker.start();

        awaitEnded(1_000);
        assertThat(total()).isEqualTo(1_000);
        assertQueueIsEmpty();
        assertThat(POSTGRES.number("select count(*) from scale.inbox where ending = 'done'"))
                .isGreaterThanOrEqualTo(1_000);
    }

    @Test
    void theSameCommandSentAgainHasOneEffect() {
        List<Command> commands = commands(100, "well");
        sender.send(commands);
        sender.send(commands);
        worker.start();
        awaitEnded(200);
        sender.send(commands);

        awaitEnded(300);
        assertThat(total()).isEqualTo(100);
        assertThat(outcomes(Outcome.Duplicate.class)).isEqualTo(200);
    }

    @Test
    void batchesFormAndKeepToTheirSize() {
        send(500, "well");

        worker.start();

        awaitEnded(500);
        assertThat(batchSizes).allSatisfy(size -> assertThat(size).isLessThanOrEqualTo(50));
        assertThat(batchSizes).hasSizeLessThan(100);
    }

    @Test
    void aGroupMayHaveABatchSizeOfItsOwn() {
        worker.close();
        worker = newWorker(HandlerGroup.of(COUNT, this::count).batchSize(3), NOTHING_LATER);
        send(100, "well");

        worker.start();

        awaitEnded(100);
        assertThat(batchSizes).allSatisfy(size -> assertThat(size).isLessThanOrEqualTo(3));
    }

    @Test
    void idempotentCommandsLeaveNoRowInTheInbox() {
        worker.close();
        worker = newWorker(HandlerGroup.of(COUNT, this::count).idempotent(count -> count.by() == 1), NOTHING_LATER);
        Command harmless = Command.of(COUNT, new Count(counter, 1, "well"));
        Command remembered = Command.of(COUNT, new Count(counter, 2, "well"));
        Command bad = Command.of(COUNT, new Count(counter, 1, "throw"));
        sender.send(List.of(harmless, remembered, bad));

        worker.start();

        awaitEnded(3);
        assertThat(POSTGRES.column(
                        "select message_id || ' ' || ending from scale.inbox where message_id = any (?)",
                        (Object) new String[] {harmless.id(), remembered.id(), bad.id()}))
                .containsExactlyInAnyOrder(remembered.id() + " done", bad.id() + " dead letter");
    }

    @Test
    void whilePausedNothingIsReceivedAndAfterwardsEverything() {
        worker.start();
        send(10, "well");
        awaitEnded(10);

        worker.pause();
        send(10, "well");
        assertThat(broker.depth().ready()).isEqualTo(10);
        worker.resume();

        awaitEnded(20);
        assertThat(total()).isEqualTo(20);
    }

    @Test
    void closingFinishesTheBatchInWorkAndGivesBackTheRest() throws Exception {
        worker.close();
        CountDownLatch inWork = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        worker = newWorker(
                HandlerGroup.of(COUNT, (commands, unit) -> {
                    inWork.countDown();
                    goOn.await();
                    count(commands, unit);
                }),
                NOTHING_LATER.withThreads(1).withBatchSize(7));
        send(20, "well");
        worker.start();
        inWork.await();

        Thread closing = new Thread(worker::close);
        closing.start();
        await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
        goOn.countDown();
        closing.join();

        assertThat(total()).isEqualTo(7);
        assertThat(broker.depth().ready()).isEqualTo(13);
    }

    @Test
    void aWorkerOpensNoMoreConnectionsThanThreadsAndOne() {
        worker.close();
        AtomicLong most = new AtomicLong();
        try (Database pool = POSTGRES.open(5, counter)) {
            CommandHandler<Count> watching = (commands, unit) -> {
                most.accumulateAndGet(
                        POSTGRES.number("select count(*) from pg_stat_activity where application_name = ?", counter),
                        Math::max);
                count(commands, unit);
            };
            worker = newWorker(
                    pool,
                    HandlerGroup.of(COUNT, watching),
                    NOTHING_LATER.withThreads(4).withBatchSize(10));
            send(1_000, "well");

            worker.start();

            awaitEnded(1_000);
            worker.close();
        }
        assertThat(total()).isEqualTo(1_000);
        assertThat(most.get()).isBetween(1L, 5L);
    }
}
