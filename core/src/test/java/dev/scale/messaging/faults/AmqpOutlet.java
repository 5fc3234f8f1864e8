package dev.scale.messaging.faults;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Frame;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the frames of one direction leave, some of them ours. Its monitor is held over a decision and what is written upon it. */
final class AmqpOutlet {

    private static final int BODY_SIZE_AT = 4;
    private static final int FRAME_OVERHEAD = 8;

    /** Bytes of a content that are still to come, by channel; a method must not come before they have. */
    private final Map<Integer, Long> unfinished = new HashMap<>();

    private @Nullable DataOutputStream out;

    synchronized void open(OutputStream to) {
        out = new DataOutputStream(to);
    }

    synchronized void raw(byte[] bytes) throws IOException {
        stream().write(bytes);
    }

    /** A method of ours; without content. */
    synchronized void write(int channel, Method method) throws IOException {
        ((com.rabbitmq.client.impl.Method) method).toFrame(channel).writeTo(stream());
    }

    /** A frame that was read. */
    synchronized void write(Frame frame) throws IOException {
        ByteBuffer whole = ByteBuffer.allocate(frame.getPayload().length + FRAME_OVERHEAD);
        whole.put((byte) frame.getType()).putShort((short) frame.getChannel());
        whole.putInt(frame.getPayload().length).put(frame.getPayload()).put((byte) AMQP.FRAME_END);
        stream().write(whole.array());
        long left = switch (frame.getType()) {
            case AMQP.FRAME_METHOD -> hasContent(frame) ? Long.MAX_VALUE : 0;
            case AMQP.FRAME_HEADER -> ByteBuffer.wrap(frame.getPayload()).getLong(BODY_SIZE_AT);
            case AMQP.FRAME_BODY -> unfinished.getOrDefault(frame.getChannel(), 0L) - frame.getPayload().length;
            default -> unfinished.getOrDefault(frame.getChannel(), 0L);
        };
        if (left > 0) {
            unfinished.put(frame.getChannel(), left);
        } else {
            unfinished.remove(frame.getChannel());
        }
        notifyAll();
    }

    /** Waits until a method may be written on a channel. */
    synchronized void awaitEndOfContent(int channel) throws IOException {
        try {
            while (unfinished.containsKey(channel)) {
                wait();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private static boolean hasContent(Frame frame) throws IOException {
        return frame.getInputStream().available() > 0
                && AMQImpl.readMethodFrom(frame.getInputStream()).hasContent();
    }

    private DataOutputStream stream() throws IOException {
        if (out == null) {
            throw new IOException("the connection is not open yet");
        }
        return out;
    }
}
