package dev.scale.messaging.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.MalformedFrameException;
import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.FrameHandler;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

class AmqpFramesTest {

    private static final int QUARTER_OF_HEARTBEAT = 2_500;
    private static final int TWO_HEARTBEATS = 20_000;

    @Test
    void aPauseWithinAFrameIsAwaitedAsLongAsOneBetweenFrames() throws IOException {
        byte[] frame = heartbeat();
        for (int pauseAt = 1; pauseAt < frame.length; pauseAt++) {
            FrameHandler frames = AmqpFrames.of(new PausingSocket(frame, pauseAt, 19_000), TWO_HEARTBEATS);
            frames.setTimeout(QUARTER_OF_HEARTBEAT);
            assertThat(frames.readFrame())
                    .isNotNull()
                    .extracting(Frame::getType)
                    .isEqualTo(AMQP.FRAME_HEARTBEAT);
            assertThat(frames.getTimeout()).as("for the next one").isEqualTo(QUARTER_OF_HEARTBEAT);
        }
    }

    @Test
    void aFrameThatIsNeverFinishedEndsTheConnection() throws IOException {
        FrameHandler frames = AmqpFrames.of(new PausingSocket(heartbeat(), 3, 21_000), TWO_HEARTBEATS);
        frames.setTimeout(QUARTER_OF_HEARTBEAT);
        assertThatThrownBy(frames::readFrame).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void aPauseBetweenFramesIsToldAfterTheTimeout() throws IOException {
        FrameHandler frames = AmqpFrames.of(new PausingSocket(heartbeat(), 0, 19_000), TWO_HEARTBEATS);
        frames.setTimeout(QUARTER_OF_HEARTBEAT);
        assertThat(frames.readFrame()).as("none in time").isNull();
        frames.setTimeout(TWO_HEARTBEATS);
        assertThat(frames.readFrame()).isNotNull();
        assertThatThrownBy(frames::readFrame).as("closed by the other side").isInstanceOf(EOFException.class);
    }

    @Test
    void whatSpeaksNoAmqpIsToldFromAFrameThatIsNotFinished() throws IOException {
        byte[] alertOfTls = {0x15, 3, 3, 0, 2, 2, 70};
        FrameHandler frames = AmqpFrames.of(new PausingSocket(alertOfTls, alertOfTls.length, 0), TWO_HEARTBEATS);
        assertThatThrownBy(frames::readFrame).isInstanceOf(MalformedFrameException.class);
    }

    private static byte[] heartbeat() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new Frame(AMQP.FRAME_HEARTBEAT, 0).writeTo(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    /** Sends some bytes, pauses, sends the rest and closes; whoever has less patience than the pause takes sees a timeout. */
    private static final class PausingSocket extends Socket {

        private final byte[] bytes;
        private final int pauseAt;
        private final int pauseMillis;
        private int timeoutMillis;

        PausingSocket(byte[] bytes, int pauseAt, int pauseMillis) {
            this.bytes = bytes;
            this.pauseAt = pauseAt;
            this.pauseMillis = pauseMillis;
        }

        @Override
        public synchronized void setSoTimeout(int millis) {
            timeoutMillis = millis;
        }

        @Override
        public synchronized int getSoTimeout() {
            return timeoutMillis;
        }

        @Override
        public OutputStream getOutputStream() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public InputStream getInputStream() {
            return new InputStream() {
                private int sent;

                @Override
                public int read() throws IOException {
                    if (sent == pauseAt && getSoTimeout() < pauseMillis) {
                        throw new SocketTimeoutException("Read timed out");
                    }
                    return sent < bytes.length ? bytes[sent++] & 0xff : -1;
                }

                @Override
                public int read(byte[] into, int from, int length) throws IOException {
                    int next = read();
                    if (next < 0) {
                        return -1;
                    }
                    into[from] = (byte) next;
                    return 1;
                }
            };
        }
    }
}
