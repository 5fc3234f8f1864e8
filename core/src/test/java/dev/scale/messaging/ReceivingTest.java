package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** When a worker says that it receives. */
class ReceivingTest extends CountingWorkerTest {

    private final AtomicInteger heard = new AtomicInteger();

    @Test
    void eachThreadSaysSoOnceAtTheStartAndAfterAPause() {
        worker.close();
        worker = listened();

        worker.start();
        await().until(() -> heard.get() == 2);
        worker.pause();
        assertThat(heard).hasValue(2);
        worker.resume();

        await().until(() -> heard.get() == 4);
    }

    private Worker listened() {
        return new Worker(
                broker,
                counter,
                POSTGRES.database(),
                Handlers.of(List.of(HandlerGroup.of(COUNT, this::count))),
                NOTHING_LATER.withThreads(2),
                new WorkerListener() {
                    @Override
                    public void receiving() {
                        heard.incrementAndGet();
                    }
                });
    }
}
