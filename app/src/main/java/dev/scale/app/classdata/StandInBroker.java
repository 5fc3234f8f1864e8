package dev.scale.app.classdata;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.Method;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says yes to whoever sends a command over AMQP, keeps nothing, and has every queue: no broker is needed to rehearse with it. */
final class StandInBroker implements AutoCloseable {

    private static final int HEADER_BYTES = 8;
    private static final int LARGEST_FRAME = 128 * 1024;

    private final ServerSocket listening;

    StandInBroker() throws IOException {
        listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "stand-in-broker");
        thread.setDaemon(true);
        thread.start();
    }

    String url() {
        return "amqp://guest:guest@" + listening.getInetAddress().getHostAddress() + ":" + listening.getLocalPort()
                + "//";
    }

    private void serve() {
        while (!listening.isClosed()) {
            try (Socket client = listening.accept()) {
                talk(client);
            } catch (IOException endedOrGone) {
                // closed: the loop ends; a client that is gone: the next one
            }
        }
    }

    private static void talk(Socket client) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(client.getOutputStream()));
        in.readNBytes(HEADER_BYTES);
        say(
                out,
                0,
                new AMQP.Connection.Start.Builder()
                        .serverProperties(Map.of("product", "RabbitMQ", "version", "3.13.0"))
                        .build());
        long published = 0;
        while (true) {
            Frame frame = Frame.readFrom(in, () -> LARGEST_FRAME);
            if (frame.getType() == AMQP.FRAME_METHOD) {
                Object answer = answer(AMQImpl.readMethodFrom(frame.getInputStream()));
                if (answer != null) {
                    say(out, frame.getChannel(), answer);
                }
            } else if (frame.getType() == AMQP.FRAME_BODY) {
                published++;
                say(
                        out,
                        frame.getChannel(),
                        new AMQP.Basic.Ack.Builder().deliveryTag(published).build());
            }
        }
    }

    private static @Nullable Object answer(Object asked) {
        if (asked instanceof AMQP.Connection.StartOk) {
            return new AMQP.Connection.Tune.Builder().frameMax(LARGEST_FRAME).build();
        } else if (asked instanceof AMQP.Connection.Open) {
            return new AMQP.Connection.OpenOk.Builder().build();
        } else if (asked instanceof AMQP.Channel.Open) {
            return new AMQP.Channel.OpenOk.Builder().build();
        } else if (asked instanceof AMQP.Queue.Declare declared) {
            return new AMQP.Queue.DeclareOk.Builder().queue(declared.getQueue()).build();
        } else if (asked instanceof AMQP.Confirm.Select) {
            return new AMQP.Confirm.SelectOk.Builder().build();
        } else if (asked instanceof AMQP.Channel.Close) {
            return new AMQP.Channel.CloseOk.Builder().build();
        } else if (asked instanceof AMQP.Connection.Close) {
            return new AMQP.Connection.CloseOk.Builder().build();
        }
        return null;
    }

    private static void say(DataOutputStream out, int channel, Object method) throws IOException {
        ((Method) method).toFrame(channel).writeTo(out);
        out.flush();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
