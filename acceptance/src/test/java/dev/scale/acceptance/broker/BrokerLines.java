package dev.scale.acceptance.broker;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.scale.messaging.Worker;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What is logged about the broker while this is open: by the worker from INFO on, by everybody else from WARN on. */
final class BrokerLines implements AutoCloseable {

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger worker = (Logger) LoggerFactory.getLogger(Worker.class);
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    BrokerLines() {
        appender.start();
        worker.setLevel(Level.INFO);
        root.addAppender(appender);
    }

    List<String> all() {
        return List.copyOf(appender.list).stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN)
                        || event.getLoggerName().equals(worker.getName()))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    long lost() {
        return startingWith("the broker is unavailable");
    }

    long still() {
        return startingWith("the broker is still unavailable");
    }

    long back() {
        return startingWith("the broker is available again");
    }

    private long startingWith(String words) {
        return all().stream().filter(line -> line.startsWith(words)).count();
    }

    @Override
    public void close() {
        root.detachAppender(appender);
        worker.setLevel(null);
    }
}
