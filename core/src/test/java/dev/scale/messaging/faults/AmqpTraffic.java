package dev.scale.messaging.faults;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Frame;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One AMQP connection, frame by frame. A channel that is closed towards the client in the server's name is closed
 * towards the server in the client's name as well, and neither hears the other's answer.
 */
final class AmqpTraffic implements Traffic {

    private static final int PROTOCOL_HEADER = 8;

    private final BiConsumer<Integer, Method> record;
    private final Function<Method, AmqpProxy.@Nullable Refusal> refusals;
    private final AmqpOutlet toServer = new AmqpOutlet();
    private final AmqpOutlet toClient = new AmqpOutlet();
    /** Channels by the tag of their consumers. */
    private final Map<String, Integer> consumers = new ConcurrentHashMap<>();
    /** Consumers that ended here; what still comes for them is dropped. */
    private final Set<String> cancelled = ConcurrentHashMap.newKeySet();
    /** Channels on which nothing of the client's counts until it has confirmed their end. */
    private final Set<Integer> awaitClient = ConcurrentHashMap.newKeySet();
    /** Channels on which nothing of the server's counts until it has confirmed their end. */
    private final Set<Integer> awaitServer = ConcurrentHashMap.newKeySet();
    /** Channels on which a delivery is dropped that is under way. */
    private final Set<Integer> dropping = ConcurrentHashMap.newKeySet();

    private final UnsettledTags unsettled = new UnsettledTags();

    AmqpTraffic(BiConsumer<Integer, Method> record, Function<Method, AmqpProxy.@Nullable Refusal> refusals) {
        this.record = record;
        this.refusals = refusals;
    }

    @Override
    public void toServer(InputStream client, OutputStream server) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(client));
        toServer.open(server);
        toServer.raw(in.readNBytes(PROTOCOL_HEADER));
        for (Frame frame = read(in); frame != null; frame = read(in)) {
            fromClient(frame, method(frame));
        }
    }

    @Override
    public void toClient(InputStream server, OutputStream client) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(server));
        toClient.open(client);
        for (Frame frame = read(in); frame != null; frame = read(in)) {
            fromServer(frame, method(frame));
        }
    }

    private static @Nullable Frame read(DataInputStream in) throws IOException {
        return Frame.readFrom(in, () -> Integer.MAX_VALUE);
    }

    private static @Nullable Method method(Frame frame) throws IOException {
        return frame.getType() == AMQP.FRAME_METHOD ? AMQImpl.readMethodFrom(frame.getInputStream()) : null;
    }

    private void fromClient(Frame frame, @Nullable Method method) throws IOException {
        int channel = frame.getChannel();
        synchronized (toServer) {
            if (awaitClient.contains(channel)) {
                if (method instanceof AMQP.Channel.CloseOk) {
                    awaitClient.remove(channel);
                }
                return;
            }
            if (method != null && !(method instanceof AMQP.Basic.Publish)) {
                record.accept(channel, method);
                AmqpProxy.Refusal refusal = refusals.apply(method);
                if (refusal != null) {
                    closeChannel(channel, refusal);
                    return;
                }
            }
            if (method instanceof AMQP.Basic.Ack ack) {
                unsettled.acknowledged(channel, ack.getDeliveryTag(), ack.getMultiple());
            }
            toServer.write(frame);
        }
    }

    private void fromServer(Frame frame, @Nullable Method method) throws IOException {
        int channel = frame.getChannel();
        synchronized (toClient) {
            if (awaitServer.contains(channel)) {
                if (method instanceof AMQP.Channel.CloseOk) {
                    awaitServer.remove(channel);
                }
                return;
            }
            if (method != null) {
                dropping.remove(channel);
            }
            if (method instanceof AMQP.Basic.ConsumeOk begun) {
                consumers.put(begun.getConsumerTag(), channel);
            } else if (method instanceof AMQP.Basic.CancelOk ended) {
                consumers.remove(ended.getConsumerTag());
            } else if (method instanceof AMQP.Basic.Deliver delivery && cancelled.contains(delivery.getConsumerTag())) {
                dropping.add(channel);
            }
            if (method instanceof AMQP.Basic.Deliver delivery && !dropping.contains(channel)) {
                unsettled.delivered(channel, delivery.getDeliveryTag());
            }
            if (!dropping.contains(channel)) {
                toClient.write(frame);
            }
        }
    }

    UnsettledTags unsettled() {
        return unsettled;
    }

    int cancelConsumers() throws IOException {
        int ended = 0;
        for (Map.Entry<String, Integer> consumer : Map.copyOf(consumers).entrySet()) {
            Method cancel = new AMQP.Basic.Cancel.Builder()
                    .consumerTag(consumer.getKey())
                    .nowait(true)
                    .build();
            synchronized (toServer) {
                synchronized (toClient) {
                    toClient.awaitEndOfContent(consumer.getValue());
                    if (consumers.remove(consumer.getKey()) == null) {
                        continue;
                    }
                    cancelled.add(consumer.getKey());
                    toServer.write(consumer.getValue(), cancel);
                    toClient.write(consumer.getValue(), cancel);
                    ended++;
                }
            }
        }
        return ended;
    }

    int closeConsumingChannels(AmqpProxy.Refusal reason) throws IOException {
        Set<Integer> channels = Set.copyOf(consumers.values());
        for (int channel : channels) {
            closeChannel(channel, reason);
        }
        return channels.size();
    }

    private void closeChannel(int channel, AmqpProxy.Refusal reason) throws IOException {
        Method close = new AMQP.Channel.Close.Builder()
                .replyCode(reason.code())
                .replyText(reason.text())
                .build();
        synchronized (toServer) {
            synchronized (toClient) {
                toClient.awaitEndOfContent(channel);
                consumers.values().removeIf(of -> of == channel);
                awaitServer.add(channel);
                awaitClient.add(channel);
                toServer.write(channel, close);
                toClient.write(channel, close);
            }
        }
    }
}
