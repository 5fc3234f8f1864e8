package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerException;
import dev.scale.messaging.broker.Delivery;
import dev.scale.messaging.broker.Subscription;
import dev.scale.messaging.store.Transactions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What is around the worker fails, between its steps: nothing is lost, nothing happens twice, no command is blamed. */
class WorkerFaultsTest extends CountingWorkerTest {

    @Test
    void aDatabaseThatIsAwayIsWaitedForAndBlamesNoCommand() {
        AtomicBoolean away = new AtomicBoolean(true);
        AtomicInteger asked = new AtomicInteger();
        replaceWorker(broker, new Transactions() {
            @Override
            public <T> T run(Work<T> work) throws SQLException {
                asked.incrementAndGet();
                if (away.get()) {
                    // As a framework's transactions would.
                    throw new IllegalStateException(new SQLException("the server is being shut down", "57P01"));
                }
                return POSTGRES.database().run(work);
            }
        });
        send(200, "well");
        worker.start();
        await().until(() -> asked.get() > 4);
        assertThat(ended).isEmpty();

        away.set(false);

        awaitEnded(200);
        assertThat(total()).isEqualTo(200);
        assertThat(outcomes(Outcome.Done.class)).isEqualTo(200);
    }

    @Test
    void aTransactionThatLostAgainstAnotherIsRunAgain() {
        AtomicInteger conflicts = new AtomicInteger();
        replaceWorker(broker, new Transactions() {
            @Override
            public <T> T run(Work<T> work) throws SQLException {
                return POSTGRES.database().run(connection -> {
                    T result = work.in(connection);
                    if (conflicts.incrementAndGet() % 3 != 0) {
                        throw new SQLException("deadlock detected", "40P01");
                    }
                    return result;
                });
            }
        });
        send(100, "well");

        worker.start();

        awaitEnded(100);
        assertThat(total()).isEqualTo(100);
        assertThat(outcomes(Outcome.Done.class)).isEqualTo(100);
    }

    @Test
    void commandsWhoseAcknowledgementIsLostComeAgainAndHaveNoSecondEffect() {
        AtomicInteger losses = new AtomicInteger(3);
        replaceWorker(
                brokerWith(subscription -> new Passing(subscription) {
                    @Override
                    public void acknowledge(List<Delivery> deliveries) {
                        if (losses.getAndDecrement() > 0) {
                            throw new BrokerException.Unavailable("the connection is gone", null);
                        }
                        super.acknowledge(deliveries);
                    }
                }),
                POSTGRES.database());
        send(100, "well");

        worker.start();

        await().untilAsserted(() -> assertThat(outcomes(Outcome.Done.class)).isEqualTo(100));
        await().until(() -> broker.depth().ready() == 0 && outcomes(Outcome.Duplicate.class) > 0);
        assertThat(total()).isEqualTo(100);
    }

    @Test
    void aLostSubscriptionIsReplacedByAnother() {
        AtomicInteger losses = new AtomicInteger(3);
        replaceWorker(
                brokerWith(subscription -> new Passing(subscription) {
                    @Override
                    public List<Delivery> receive(int max, Duration wait) throws InterruptedException {
                        List<Delivery> received = super.receive(max, wait);
                        if (!received.isEmpty() && losses.getAndDecrement() > 0) {
                            throw new BrokerException.Unavailable("the consumer was cancelled", null);
                        }
                        return received;
                    }
                }),
                POSTGRES.database());
        send(100, "well");

        worker.start();

        awaitEnded(100);
        assertThat(total()).isEqualTo(100);
    }

    @Test
    void aWorkerThatWaitsForTheDatabaseGoesOn() {
        AtomicInteger asked = new AtomicInteger();
        replaceWorker(broker, new Transactions() {
            @Override
            public <T> T run(Work<T> work) throws SQLException {
                asked.incrementAndGet();
                throw new SQLException("the server is being shut down", "57P01");
            }
        });
        send(1, "well");
        worker.start();
        await().until(() -> asked.get() > 4);

        awaitStep();
        assertThat(ended).isEmpty();
    }

    @Test
    void aWorkerThatWaitsForTheBrokerGoesOnAndSoDoesOneThatIsPaused() {
        AtomicInteger losses = new AtomicInteger();
        replaceWorker(
                brokerWith(subscription -> {
                    losses.incrementAndGet();
                    throw new BrokerException.Unavailable("it is away", null);
                }),
                POSTGRES.database());
        worker.start();
        await().until(() -> losses.get() > 1);
        awaitStep();

        worker.pause();

        awaitStep();
    }

    @Test
    void aWorkerWhoseThreadHangsIsNotLive() throws InterruptedException {
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        replaceWorker(
                brokerWith(subscription -> new Passing(subscription) {
                    @Override
                    public List<Delivery> receive(int max, Duration wait) throws InterruptedException {
                        hangs.countDown();
                        goOn.await();
                        return super.receive(max, wait);
                    }
                }),
                POSTGRES.database());
        assertThat(worker.live()).as("not started").isTrue();
        worker.start();
        hangs.await();

        assertThat(worker.live()).isTrue();
        long later = System.nanoTime() + worker.longestStep().toNanos();
        assertThat(worker.liveAt(later + 1)).isFalse();

        goOn.countDown();
        awaitStep();
    }

    @Test
    void eachCallOfAHandlerIsAStepOfItsThread() throws Exception {
        Steps steps = new Steps();
        AtomicLong called = new AtomicLong();
        AtomicLong inside = new AtomicLong();
        AtomicBoolean stepBefore = new AtomicBoolean();
        HandlerGroup<Count> group = HandlerGroup.of(COUNT, (commands, unit) -> {
            inside.set(System.nanoTime());
            stepBefore.set(steps.within(Duration.ofNanos(inside.get() - called.get()), inside.get()));
        });
        Handlers stepping = steps.over(Handlers.of(List.of(group)));
        assertThat(steps.within(Duration.ZERO, System.nanoTime()))
                .as("no thread")
                .isTrue();
        steps.step();

        called.set(System.nanoTime());
        stepping.groups().get(0).handler().handle(List.of(), null);

        assertThat(stepBefore).as("a step when it is called").isTrue();
        assertThat(steps.within(Duration.ZERO, inside.get()))
                .as("and when it returns")
                .isTrue();
    }

    /** Its thread makes one after now. */
    private void awaitStep() {
        long later = System.nanoTime() + worker.longestStep().toNanos();
        await().until(() -> worker.liveAt(later));
    }

    private void replaceWorker(Broker broker, Transactions transactions) {
        worker.close();
        worker = new Worker(
                broker,
                counter,
                transactions,
                Handlers.of(List.of(HandlerGroup.of(COUNT, this::count))),
                WorkerOptions.DEFAULTS.withThreads(1).withBatchSize(50),
                listener());
    }

    private interface Wrapping {
        Subscription around(Subscription subscription);
    }

    /** The broker with its subscriptions wrapped. */
    private Broker brokerWith(Wrapping wrapping) {
        return (Broker) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Broker.class}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(broker, arguments);
                        return result instanceof Subscription subscription ? wrapping.around(subscription) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** A subscription that passes everything on. */
    private static class Passing implements Subscription {

        private final Subscription subscription;

        Passing(Subscription subscription) {
            this.subscription = subscription;
        }

        @Override
        public List<Delivery> receive(int max, Duration wait) throws InterruptedException {
            return subscription.receive(max, wait);
        }

        @Override
        public void acknowledge(List<Delivery> deliveries) {
            subscription.acknowledge(deliveries);
        }

        @Override
        public void keep(List<Delivery> deliveries) {
            subscription.keep(deliveries);
        }

        @Override
        public void close() {
            subscription.close();
        }
    }
}
