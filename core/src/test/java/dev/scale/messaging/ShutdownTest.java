package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.Subscription;
import dev.scale.messaging.store.Transactions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A worker that is closed finishes what it has begun and gives back the rest, whatever it is doing at that moment. */
class ShutdownTest extends CountingWorkerTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final int COMMANDS = 120;

    enum Point {
        RECEIVE,
        HANDLE,
        COMMIT,
        COMMITTED,
        ACKNOWLEDGE,
        ACKNOWLEDGED,
        PUBLISH,
        PUBLISHED
    }

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicBoolean first = new AtomicBoolean(true);
    private Point deadline = Point.RECEIVE;

    /** The first that comes here at the point in question waits until the worker is being closed. */
    private void at(Point point) {
        if (point == deadline && first.compareAndSet(true, false)) {
            reached.countDown();
            try {
                closing.await();
            } catch (InterruptedException e) {
                throw new AssertionError("interrupted, though there was time", e);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsDoneTwiceAndNothingIsCutOff(Point point) throws Exception {
        deadline = point;
        worker.close();
        HandlerGroup<Count> group = HandlerGroup.of(COUNT, this::handle);
        WorkerOptions options = NOTHING_LATER.withThreads(2);
        worker = new Worker(pointed(broker), counter, pointed(), Handlers.of(List.of(group)), options, listener());
        assertThat(sender.send(firsts()).complete()).isTrue();
        worker.start();
        assertThat(reached.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();

        Thread closer = new Thread(worker::close, "closer");
        closer.start();
        await().atMost(LONG).until(() -> closer.getState() == Thread.State.TIMED_WAITING);
        closing.countDown();
        closer.join(LONG.toMillis());

        assertThat(closer.isAlive()).isFalse();
        assertThat(POSTGRES.number(
                        "select count(*) from scale.worker where queue = ? and ended_at is not null", counter))
                .as("ended in good order")
                .isEqualTo(1);

        worker = newWorker(HandlerGroup.of(COUNT, this::handle), NOTHING_LATER);
        worker.start();
        awaitEnded(2 * COMMANDS);
        assertThat(ended).allMatch(end -> end.outcome() instanceof Outcome.Done);
        assertThat(total()).isEqualTo(2L * COMMANDS);
    }

    private List<Command> firsts() {
        return IntStream.range(0, COMMANDS)
                .mapToObj(i -> Command.of(COUNT, new Count(counter, 1, "first")))
                .toList();
    }

    /** Counts; what came from the sender is followed by one more. */
    private void handle(List<Received<Count>> commands, UnitOfWork unit) throws SQLException {
        at(Point.HANDLE);
        for (Received<Count> command : commands) {
            add(unit, command.body());
            if (command.body().how().equals("first")) {
                unit.send(COUNT, new Count(counter, 1, "second"));
            }
        }
    }

    /** Transactions of consuming threads have two points. */
    private Transactions pointed() {
        return new Transactions() {
            @Override
            public <T> T run(Work<T> work) throws SQLException {
                if (!Thread.currentThread().getName().startsWith("scale-worker")) {
                    return POSTGRES.database().run(work);
                }
                T result = POSTGRES.database().run(connection -> {
                    T made = work.in(connection);
                    at(Point.COMMIT);
                    return made;
                });
                at(Point.COMMITTED);
                return result;
            }
        };
    }

    private Broker pointed(Broker real) {
        return proxy(Broker.class, real, "publish", Point.PUBLISH, Point.PUBLISHED);
    }

    private <T> T proxy(Class<T> type, T real, String method, Point before, Point after) {
        return type.cast(Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {type}, (proxy, called, arguments) -> {
                    try {
                        boolean named = called.getName().equals(method);
                        if (named) {
                            at(before);
                        }
                        if (called.getName().equals("receive")) {
                            at(Point.RECEIVE);
                        }
                        Object result = called.invoke(real, arguments);
                        if (named) {
                            if (result instanceof CompletionStage<?> stage) {
                                stage.toCompletableFuture().join();
                            }
                            at(after);
                        }
                        return result instanceof Subscription subscription
                                ? proxy(
                                        Subscription.class,
                                        subscription,
                                        "acknowledge",
                                        Point.ACKNOWLEDGE,
                                        Point.ACKNOWLEDGED)
                                : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
