package dev.scale.messaging.faults;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Method;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * A proxy in front of an AMQP 0-9-1 server that understands what it passes on: it records what clients ask for, and can
 * end consumers and channels in the server's name. All the faults of {@link #network} are there too. Thread-safe.
 */
public final class AmqpProxy implements AutoCloseable {

    private final FaultProxy network;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final Set<AmqpTraffic> connections = ConcurrentHashMap.newKeySet();
    private volatile Function<Method, @Nullable Refusal> refusals = method -> null;

    /**
     * A method that a client sent.
     *
     * @param connection numbers the connections from 1
     */
    public record Asked(int connection, int channel, Method method) {}

    /** Why a channel is closed. */
    public record Refusal(int code, String text) {}

    private AmqpProxy(String host, int port) {
        network = new FaultProxy(host, port, this::newConnection);
    }

    /** In front of the server that a URL with a single host and a port names. */
    public static AmqpProxy before(String url) {
        Matcher parts = FaultProxy.parts(url);
        return new AmqpProxy(parts.group(2), Integer.parseInt(parts.group(3)));
    }

    private synchronized AmqpTraffic newConnection() {
        int number = connections.size() + 1;
        AmqpTraffic connection = new AmqpTraffic(
                (channel, method) -> asked.add(new Asked(number, channel, method)), method -> refusals.apply(method));
        connections.add(connection);
        return connection;
    }

    /** The proxy beneath, to cut, swallow, reset and slow down. */
    public FaultProxy network() {
        return network;
    }

    /** The same URL by way of this proxy. */
    public String through(String url) {
        return network.through(url);
    }

    /** What clients have asked for since the start, without the messages that they published; in order within a channel. */
    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    /** Those of one kind. */
    public <M extends Method> List<M> asked(Class<M> kind) {
        return asked.stream()
                .map(Asked::method)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** The most deliveries that one connection held unsettled at a time. */
    public int mostUnsettled() {
        return connections.stream()
                .mapToInt(connection -> connection.unsettled().most())
                .max()
                .orElse(0);
    }

    /** How many acknowledgements were of tags that the server did not wait for on that channel. */
    public int strangeAcknowledgements() {
        return connections.stream()
                .mapToInt(connection -> connection.unsettled().strange())
                .sum();
    }

    /** Ends every consumer that there is, as a server does whose queue's node goes down; returns how many. */
    public int cancelConsumers() throws IOException {
        int ended = 0;
        for (AmqpTraffic connection : connections) {
            ended += connection.cancelConsumers();
        }
        return ended;
    }

    /** Closes every channel that has a consumer, as a server does when it has waited too long for an acknowledgement. */
    public int closeConsumingChannels(int code, String text) throws IOException {
        int ended = 0;
        for (AmqpTraffic connection : connections) {
            ended += connection.closeConsumingChannels(new Refusal(code, text));
        }
        return ended;
    }

    /** From now on answers to passive declarations as to a queue whose node is down. */
    public void queueIsDown(String queue) {
        refusals = method -> method instanceof AMQP.Queue.Declare declare
                        && declare.getQueue().equals(queue)
                ? new Refusal(
                        AMQP.NOT_FOUND,
                        "NOT_FOUND - home node 'one@cluster' of durable queue '" + queue
                                + "' in vhost '/' is down or inaccessible")
                : null;
    }

    /** Refuses nothing any more. */
    public void queueIsUp() {
        refusals = method -> null;
    }

    @Override
    public void close() {
        network.close();
    }
}
