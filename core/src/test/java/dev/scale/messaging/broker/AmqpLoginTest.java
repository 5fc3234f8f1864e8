package dev.scale.messaging.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.LongStringHelper;
import dev.scale.local.EmbeddedBroker;
import dev.scale.local.LocalService;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Servers that end a login, and credentials that cannot be had. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AmqpLoginTest {

    private ServerSocket listening;

    @BeforeEach
    void listen() throws IOException {
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        listening.close();
    }

    @Test
    void serverThatSaysSoRefusesTheLogin() {
        answerLoginWith(close(AMQP.ACCESS_REFUSED, "ACCESS_REFUSED - Login was refused"));

        assertThatThrownBy(() -> open(null).depth())
                .isInstanceOf(BrokerException.Refused.class)
                .hasMessageMatching("the broker at \\S+ does not accept user and password; check the broker URL");
    }

    /** As Qpid does it. */
    @Test
    void serverThatSaysSoInOtherWordsRefusesTheLoginTooAndWhatToDoIsSaidOnce() {
        answerLoginWith(close(AMQP.NOT_ALLOWED, "Authentication failed"));

        assertThatThrownBy(() -> open(null).depth())
                .isInstanceOf(BrokerException.Refused.class)
                .hasMessageMatching("the broker at \\S+ does not accept user and password: Authentication failed;"
                        + " check the broker URL");
    }

    @Test
    void serverThatDiesDuringTheLoginIsAnOutage() {
        answerLoginWith(null);

        assertThatThrownBy(() -> open(null).depth())
                .isInstanceOf(BrokerException.Unavailable.class)
                .hasMessageMatching(
                        "the broker at \\S+ ended the login: [^;]+; check user and password if it always does");
    }

    @Test
    void serverThatStopsDuringTheLoginIsAnOutage() {
        answerLoginWith(close(AMQP.CONNECTION_FORCED, "CONNECTION_FORCED - broker forced connection closure"));

        assertThatThrownBy(() -> open(null).depth())
                .isInstanceOf(BrokerException.Unavailable.class)
                .hasMessageContaining("CONNECTION_FORCED");
    }

    /** The system takes connections for a process that is frozen. */
    @Test
    void serverThatNeverAnswersIsAnOutageThatSaysSo() {
        assertThatThrownBy(() -> open(null).depth())
                .isInstanceOf(BrokerException.Unavailable.class)
                .hasMessageMatching(
                        "cannot connect to the broker at \\S+: it takes the connection and does not answer; see .+");
    }

    @Test
    void credentialsThatCannotBeReadAreAnOutageInOneLine() throws Exception {
        try (Broker broker = open(() -> {
            throw new UncheckedIOException(new NoSuchFileException("/run/secrets/broker"));
        })) {
            assertThatThrownBy(broker::depth)
                    .isInstanceOf(BrokerException.Unavailable.class)
                    .hasMessageContaining("credentials cannot be had")
                    .hasStackTraceContaining("/run/secrets/broker")
                    .hasMessageNotContaining("\n");
            assertThat(BrokerTest.publish(broker, List.of(BrokerTest.message("m")))
                            .unconfirmed())
                    .singleElement()
                    .satisfies(unconfirmed -> {
                        assertThat(unconfirmed.cause()).isEqualTo(PublishReport.Cause.OUTAGE);
                        assertThat(unconfirmed.reason()).contains("credentials cannot be had");
                    });
        }
    }

    @Test
    void aSuppliersOwnWordIsKept() {
        BrokerException.Unavailable own = new BrokerException.Unavailable("the vault is sealed", null);
        try (Broker broker = open(() -> {
            throw own;
        })) {
            assertThatThrownBy(broker::depth).isSameAs(own);
        }
    }

    @Test
    void whereOneOfSeveralHostsRefusesTheLoginTheOthersAreTried(@TempDir Path folder) throws Exception {
        answerLoginWith(close(AMQP.ACCESS_REFUSED, "ACCESS_REFUSED - Login was refused"));
        try (LocalService good = EmbeddedBroker.start(folder.resolve("broker"));
                Broker broker = Broker.open(
                        BrokerUrl.parse(good.url().replace("@", "@127.0.0.1:" + listening.getLocalPort() + ",")),
                        BrokerOptions.forQueue("q"))) {
            assertThat(broker.inspect().get("host"))
                    .isEqualTo(BrokerUrl.parse(good.url()).hosts().get(0).toString());
        }
    }

    @Test
    void aRefusalIsReportedOnceNoOtherHostCanBeUsed() throws Exception {
        answerLoginWith(close(AMQP.ACCESS_REFUSED, "ACCESS_REFUSED - Login was refused"));
        String refusing = "127.0.0.1:" + listening.getLocalPort();
        try (ServerSocket other = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            AtomicInteger asked = new AtomicInteger();
            answerLogin(other, null, asked);
            String dying = "127.0.0.1:" + other.getLocalPort();

            assertThatThrownBy(() -> open("amqp://" + refusing + "," + dying + "//", null)
                            .depth())
                    .isInstanceOf(BrokerException.Refused.class)
                    .hasMessageContaining(refusing)
                    .satisfies(thrown -> assertThat(thrown.getSuppressed())
                            .singleElement()
                            .isInstanceOf(BrokerException.Unavailable.class));
            assertThat(asked).hasValue(1);
        }
    }

    private Broker open(@Nullable Supplier<Credentials> credentials) {
        return open("amqp://127.0.0.1:" + listening.getLocalPort() + "//", credentials);
    }

    private static Broker open(String url, @Nullable Supplier<Credentials> credentials) {
        BrokerOptions options = BrokerOptions.forQueue("q");
        return Broker.open(BrokerUrl.parse(url), credentials == null ? options : options.withCredentials(credentials));
    }

    private static Method close(int code, String text) {
        return new AMQP.Connection.Close.Builder()
                .replyCode(code)
                .replyText(text)
                .build();
    }

    /** Nothing: the server just goes. */
    private void answerLoginWith(@Nullable Method method) {
        answerLogin(listening, method, new AtomicInteger());
    }

    private static void answerLogin(ServerSocket listening, @Nullable Method method, AtomicInteger asked) {
        Thread server = new Thread(() -> {
            try (Socket client = listening.accept()) {
                asked.incrementAndGet();
                DataInputStream in = new DataInputStream(client.getInputStream());
                DataOutputStream out = new DataOutputStream(client.getOutputStream());
                in.readNBytes(8);
                frame(new AMQP.Connection.Start.Builder()
                                .serverProperties(Map.of("product", "RabbitMQ", "version", "3.10.8"))
                                .mechanisms(LongStringHelper.asLongString("PLAIN"))
                                .locales(LongStringHelper.asLongString("en_US"))
                                .build())
                        .writeTo(out);
                Frame.readFrom(in, () -> Integer.MAX_VALUE);
                if (method != null) {
                    frame(method).writeTo(out);
                    Frame.readFrom(in, () -> Integer.MAX_VALUE);
                }
            } catch (IOException gone) {
                // the client has seen enough
            }
        });
        server.setDaemon(true);
        server.start();
    }

    private static Frame frame(Method method) throws IOException {
        return ((com.rabbitmq.client.impl.Method) method).toFrame(0);
    }
}
