package dev.scale.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.scale.messaging.Command;
import dev.scale.messaging.CommandSender;
import dev.scale.messaging.CommandType;
import dev.scale.messaging.HandlerGroup;
import dev.scale.messaging.Handlers;
import dev.scale.messaging.Outcome;
import dev.scale.messaging.Worker;
import dev.scale.messaging.WorkerListener;
import dev.scale.messaging.WorkerOptions;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** A worker in this JVM whose commands have no effect but that their ends are noted. */
final class EchoWorker implements AutoCloseable {

    private record Nothing() {}

    private static final CommandType<Nothing> NOTHING = CommandType.of("nothing", Nothing.class);

    private final Queue<WorkerListener.Ended> ended = new ConcurrentLinkedQueue<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Worker.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Worker worker;

    EchoWorker(Broker broker, String queue, Database database) {
        HandlerGroup<Nothing> group = HandlerGroup.of(NOTHING, (commands, unit) -> {});
        worker = new Worker(
                broker, queue, database, Handlers.of(List.of(group)), WorkerOptions.DEFAULTS, new WorkerListener() {
                    @Override
                    public void committed(String name, List<Ended> commands, Instant at) {
                        ended.addAll(commands);
                    }
                });
    }

    void start() {
        logger.setLevel(Level.INFO);
        lines.start();
        logger.addAppender(lines);
        worker.start();
    }

    /** Waits for a line of the worker's log that starts so and has these words. */
    void awaitLine(String start, String words) {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> List.copyOf(lines.list).stream()
                        .map(ILoggingEvent::getFormattedMessage)
                        .anyMatch(line -> line.startsWith(start) && line.contains(words)));
    }

    static void send(Broker broker, int number) {
        List<Command> commands = Stream.generate(() -> Command.of(NOTHING, new Nothing()))
                .limit(number)
                .toList();
        assertThat(new CommandSender(broker).send(commands).complete()).isTrue();
    }

    long done() {
        return ended.stream().map(one -> one.command().id()).distinct().count();
    }

    /** Waits until so many have ended, and sees that none of them was blamed. */
    void awaitDone(int number) {
        await().atMost(Duration.ofMinutes(1)).until(() -> done() == number);
        assertThat(ended)
                .allMatch(one -> one.outcome() instanceof Outcome.Done || one.outcome() instanceof Outcome.Duplicate);
    }

    @Override
    public void close() {
        worker.close();
        logger.detachAppender(lines);
    }
}
