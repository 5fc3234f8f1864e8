package dev.scale.messaging.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns what the client throws into our exceptions and into one line for people. */
final class AmqpErrors {

    private AmqpErrors() {}

    /** What the broker said when it closed a channel or connection. */
    record Reply(int code, String text) {

        /** The words of RabbitMQ: message size 20 is larger than configured max size 10. */
        private static final Pattern TOO_LARGE =
                Pattern.compile(".*message size \\d+ (?:is )?larger than (?:configured )?max size (\\d{1,9})\\b.*");

        /** The largest message that the broker takes, where it closed because of a larger one. */
        OptionalInt largestMessage() {
            Matcher words = TOO_LARGE.matcher(text);
            return code == AMQP.PRECONDITION_FAILED && words.matches()
                    ? OptionalInt.of(Integer.parseInt(words.group(1)))
                    : OptionalInt.empty();
        }

        /** A queue that does not exist, unlike one whose node is down, which gives the same code. */
        boolean queueMissing() {
            // the words of RabbitMQ; a name in them is in quotes
            String words = text.replaceAll("'[^']*'", "");
            return code == AMQP.NOT_FOUND
                    && !words.contains("down or inaccessible")
                    && !words.contains("stopped by supervisor");
        }
    }

    /** The broker's reply behind an exception, if there is one. */
    static @Nullable Reply reply(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ShutdownSignalException signal) {
                return reply(signal.getReason());
            }
        }
        return null;
    }

    /** The largest message that the broker takes, where the exception comes from its refusing a larger one. */
    static OptionalInt largestMessage(Throwable thrown) {
        Reply reply = reply(thrown);
        return reply == null ? OptionalInt.empty() : reply.largestMessage();
    }

    private static @Nullable Reply reply(@Nullable Method method) {
        if (method instanceof AMQP.Channel.Close close) {
            return new Reply(close.getReplyCode(), close.getReplyText());
        }
        if (method instanceof AMQP.Connection.Close close) {
            return new Reply(close.getReplyCode(), close.getReplyText());
        }
        return null;
    }

    /** Our exception for a failed operation; {@code what} says what failed and where. */
    static BrokerException translate(String what, Exception thrown) {
        Reply reply = reply(thrown);
        String message = what + ": " + describe(thrown);
        if (reply == null) {
            return new BrokerException.Unavailable(message, thrown);
        }
        return switch (reply.code()) {
            case AMQP.ACCESS_REFUSED ->
                new BrokerException.Refused(message + "; give this user the rights or use another one", thrown);
            case AMQP.NOT_ALLOWED ->
                reply.text().contains("not found")
                        ? new BrokerException.Misconfigured(
                                message + "; create the virtual host or name another", thrown)
                        : new BrokerException.Refused(
                                message + "; give this user the rights or use another one", thrown);
            case AMQP.PRECONDITION_FAILED, AMQP.RESOURCE_LOCKED ->
                new BrokerException.Misconfigured(
                        message + "; use another queue name, or change the queue on the broker", thrown);
            default -> new BrokerException.Unavailable(message, thrown);
        };
    }

    /** The same for a login that was ended; what somebody can do about it is said once, and is not about rights. */
    static BrokerException ofLogin(String broker, Exception ended) {
        BrokerException failure = translate(broker + " ended the login", ended);
        if (failure instanceof BrokerException.Refused) {
            return new BrokerException.Refused(
                    broker + " does not accept user and password: " + describe(ended) + "; check the broker URL",
                    ended);
        }
        return failure instanceof BrokerException.Unavailable
                ? new BrokerException.Unavailable(
                        failure.getMessage() + "; check user and password if it always does", ended)
                : failure;
    }

    /** One line: the broker's words where there are some. */
    static String describe(Throwable thrown) {
        Reply reply = reply(thrown);
        if (reply != null) {
            return oneLine(reply.text());
        }
        Throwable deepest = thrown;
        while (deepest.getCause() != null
                && (deepest.getMessage() == null
                        || deepest instanceof IOException
                        || deepest instanceof UncheckedIOException
                        || deepest instanceof ShutdownSignalException)) {
            deepest = deepest.getCause();
        }
        String name = deepest.getClass().getSimpleName();
        return deepest.getMessage() == null ? name : oneLine(name + " " + deepest.getMessage());
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ").strip();
    }
}
