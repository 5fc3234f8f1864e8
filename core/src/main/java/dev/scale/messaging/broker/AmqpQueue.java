package dev.scale.messaging.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Looks for the queue and declares it where it is missing. An existing queue is used as it is: nothing here deletes, and
 * only {@link #purge} empties. Each question has a channel of its own, since a wrong answer closes the channel.
 */
final class AmqpQueue {

    private final String name;
    private final Optional<String> type;

    AmqpQueue(BrokerOptions options) {
        name = options.queue();
        type = options.queueType();
    }

    /** Ready messages and consumers of an existing queue. */
    record Counts(int ready, int consumers) {}

    /** Declares the queue where it is missing; one at a time, since RabbitMQ may fail on a quorum queue that is just being declared. */
    synchronized void require(AmqpConnection connection) {
        if (find(connection).isPresent()) {
            return;
        }
        try {
            declare(connection);
        } catch (BrokerException.Misconfigured otherArguments) {
            // another process may have declared it since, in its own way
            if (find(connection).isEmpty()) {
                throw otherArguments;
            }
        }
    }

    /** What the queue holds, or nothing where it does not exist. */
    Optional<Counts> find(AmqpConnection connection) {
        try {
            AMQP.Queue.DeclareOk found = ask(connection, channel -> channel.queueDeclarePassive(name));
            return Optional.of(new Counts(found.getMessageCount(), found.getConsumerCount()));
        } catch (IOException | ShutdownSignalException failed) {
            AmqpErrors.Reply reply = AmqpErrors.reply(failed);
            if (reply != null && reply.queueMissing()) {
                return Optional.empty();
            }
            throw AmqpErrors.translate("cannot use queue '" + name + "' at " + connection.place(), failed);
        }
    }

    /** What the queue is like, as far as the broker tells by how it differs from what we would declare. */
    Map<String, String> properties(AmqpConnection connection) {
        return new AmqpQueueProbe(name, arguments(connection.server()))
                .ask(declaration -> ask(
                        connection,
                        channel -> channel.queueDeclare(
                                name,
                                declaration.durable(),
                                false,
                                declaration.autoDelete(),
                                declaration.arguments())));
    }

    void purge(AmqpConnection connection) {
        try {
            ask(connection, channel -> channel.queuePurge(name));
        } catch (IOException | ShutdownSignalException failed) {
            throw AmqpErrors.translate("cannot purge queue '" + name + "' at " + connection.place(), failed);
        }
    }

    private void declare(AmqpConnection connection) {
        Map<String, Object> arguments = arguments(connection.server());
        try {
            ask(connection, channel -> channel.queueDeclare(name, true, false, false, arguments));
        } catch (IOException | ShutdownSignalException failed) {
            throw AmqpErrors.translate("cannot declare queue '" + name + "' at " + connection.place(), failed);
        }
    }

    Map<String, Object> arguments(AmqpServer server) {
        Map<String, Object> arguments = new HashMap<>();
        if (server.hasQueueTypes()) {
            String chosen = type.orElse("quorum");
            arguments.put("x-queue-type", chosen);
            if (chosen.equals("quorum") && server.limitsDeliveries()) {
                arguments.put("x-delivery-limit", -1);
            }
        }
        return arguments;
    }

    private interface Question<T> {
        T answer(Channel channel) throws IOException;
    }

    private static <T> T ask(AmqpConnection connection, Question<T> question) throws IOException {
        Channel channel = connection.createChannel();
        try {
            return question.answer(channel);
        } finally {
            channel.abort();
        }
    }
}
