package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HandlerWatchTest {

    record Nothing() {}

    private static final CommandType<Nothing> NOTHING = CommandType.of("nothing", Nothing.class);

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger halts = new AtomicInteger();
    private final HandlerWatch watch = new HandlerWatch(Duration.ofSeconds(60), nanos::get, halts::incrementAndGet);

    @Test
    void aHandlerWithinItsLimitIsLeftAlone() throws Exception {
        handler(() -> {
                    pass(60);
                    assertThat(Thread.currentThread().isInterrupted()).isFalse();
                })
                .handle(List.of(), null);

        assertThat(halts).hasValue(0);
    }

    @Test
    void aHandlerThatWaitsForEverIsInterruptedAndSaidToHaveTakenTooLong() {
        assertThatThrownBy(() -> handler(() -> {
                            pass(61);
                            new CountDownLatch(1).await();
                        })
                        .handle(List.of(), null))
                .isInstanceOf(HandlerOvertime.class)
                .hasMessage("the handler had not ended after 1 min and was interrupted");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(halts).hasValue(0);
    }

    @Test
    void aHandlerThatEndsWellAfterItsLimitIsDoneAndLeavesNoInterrupt() throws Exception {
        handler(() -> pass(61)).handle(List.of(), null);

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void aHandlerThatIgnoresItsInterruptHaltsTheProcess() throws Exception {
        handler(() -> {
                    pass(61);
                    assertThat(halts).hasValue(0);
                    pass(120);
                })
                .handle(List.of(), null);

        assertThat(halts).hasValue(1);
    }

    @Test
    void aHandlerThatRunsOutOfMemoryHaltsTheProcess() {
        assertThatThrownBy(() -> handler(() -> {
                            throw new OutOfMemoryError("Java heap space");
                        })
                        .handle(List.of(), null))
                .isInstanceOf(OutOfMemoryError.class);

        assertThat(halts).hasValue(1);
    }

    @Test
    void aFailureWithinTheLimitIsPassedOn() {
        assertThatThrownBy(() -> handler(() -> {
                            throw new IllegalStateException("bad luck");
                        })
                        .handle(List.of(), null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("bad luck");
    }

    private interface Body {
        void run() throws Exception;
    }

    private CommandHandler<?> handler(Body body) {
        Handlers watched = watch.over(Handlers.of(List.of(HandlerGroup.of(NOTHING, (commands, unit) -> body.run()))));
        return watched.groups().get(0).handler();
    }

    private void pass(int seconds) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
        watch.look();
    }
}
