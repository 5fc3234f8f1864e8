package dev.scale.messaging.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In front of a server that sends back what it gets. */
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FaultProxyTest {

    private ServerSocket echo;
    private FaultProxy proxy;
    private final List<Socket> answered = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() throws IOException {
        echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        FaultProxy.daemon("echo", this::answer);
        proxy = new FaultProxy("127.0.0.1", echo.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        echo.close();
    }

    @Test
    void passesOnInBothDirectionsAndCounts() throws IOException {
        try (Socket one = connect();
                Socket other = connect()) {
            assertThat(echoed(one, "one")).isEqualTo("one");
            assertThat(echoed(other, "x".repeat(100_000))).hasSize(100_000);
            assertThat(proxy.accepted()).isEqualTo(2);
            assertThat(proxy.open()).isEqualTo(2);
        }
        await().until(() -> proxy.open() == 0);
    }

    @Test
    void cutEndsConnectionsAndNewOnesUntilItPassesAgain() throws IOException {
        try (Socket before = connect()) {
            echoed(before, "well");
            proxy.cut();
            assertThat(before.getInputStream().read()).isEqualTo(-1);
        }
        try (Socket during = connect()) {
            assertThat(during.getInputStream().read()).isEqualTo(-1);
        }

        proxy.pass();

        try (Socket after = connect()) {
            assertThat(echoed(after, "well")).isEqualTo("well");
        }
    }

    @Test
    void resetIsNoGoodEnd() throws IOException {
        try (Socket before = connect()) {
            echoed(before, "well");
            proxy.reset();
            assertThatThrownBy(() -> before.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void blackholeTakesAndDeliversNothingAndWhatItTookIsNeverContinued() throws IOException {
        try (Socket before = connect()) {
            echoed(before, "well");
            proxy.blackhole();
            assertSilent(before);
            try (Socket during = connect()) {
                assertSilent(during);

                proxy.pass();

                assertThat(before.getInputStream().read()).isEqualTo(-1);
                assertThat(during.getInputStream().read()).isEqualTo(-1);
            }
        }
        try (Socket after = connect()) {
            assertThat(echoed(after, "well")).isEqualTo("well");
        }
    }

    @Test
    void blackholeTakesTheEndOfAConnectionToo() throws IOException {
        try (Socket socket = connect()) {
            echoed(socket, "well");
            proxy.blackhole();
            echo.close();
            answered.forEach(FaultProxyTest::closeQuietly);
            assertSilent(socket);

            proxy.pass();

            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void connectionThatWasSilentInABlackholeGoesOn() throws IOException {
        try (Socket socket = connect()) {
            echoed(socket, "well");
            proxy.blackhole();
            proxy.pass();
            assertThat(echoed(socket, "again")).isEqualTo("again");
        }
    }

    @Test
    void slowIsSlowUntilItPassesAgain() throws IOException {
        try (Socket socket = connect()) {
            proxy.slow(100, Duration.ofMillis(1));
            long start = System.nanoTime();
            assertThat(echoed(socket, "x".repeat(20))).hasSize(20);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(200));

            proxy.slow(1, Duration.ofHours(1));
            socket.getOutputStream().write("late".getBytes(UTF_8));
            proxy.pass();
            assertThat(socket.getInputStream().readNBytes(4)).asString(UTF_8).isEqualTo("late");
        }
    }

    @Test
    void urlsAreLedThroughIt() {
        String port = ":" + proxy.port();
        assertThat(proxy.through("amqp://u:p@127.0.0.1:5672//")).isEqualTo("amqp://u:p@127.0.0.1" + port + "//");
        assertThat(proxy.through("postgresql://u:p@db:5432/scale?x=1"))
                .isEqualTo("postgresql://u:p@127.0.0.1" + port + "/scale?x=1");
        assertThat(proxy.through("jdbc:postgresql://db:5432/scale"))
                .isEqualTo("jdbc:postgresql://127.0.0.1" + port + "/scale");
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void assertSilent(Socket socket) throws IOException {
        socket.getOutputStream().write(1);
        socket.setSoTimeout(100);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        socket.setSoTimeout(0);
    }

    private static String echoed(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        return new String(socket.getInputStream().readNBytes(text.length()), UTF_8);
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    }

    private void answer() {
        try {
            while (true) {
                Socket client = echo.accept();
                answered.add(client);
                FaultProxy.daemon("echo", () -> {
                    try (client) {
                        client.getInputStream().transferTo(client.getOutputStream());
                    } catch (IOException ended) {
                        // as the test wants it
                    }
                });
            }
        } catch (IOException closed) {
            // the test is over
        }
    }
}
