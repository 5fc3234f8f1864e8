package dev.scale.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What every AMQP service that is started alongside keeps. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AmqpServiceContract {
    private static final int MESSAGES = 2_000;

    @TempDir
    static Path temp;

    private LocalService service;

    abstract LocalService start(Path folder);

    /** Servers differ: what comes back, in this order, for the first publish, when no queue takes it. */
    abstract List<String> eventsOfAnUnroutableMessage();

    @BeforeAll
    void startOnce() {
        service = start(folder());
    }

    @AfterAll
    void stop() {
        if (service != null) {
            service.close();
        }
    }

    private Path folder() {
        return temp.resolve("a folder/with data");
    }

    @Test
    void confirmedMessagesSurviveAKillOfTheBroker() throws Exception {
        // RabbitMQ writes a new queue's definition with a delay; a stop in good order writes it at once.
        try (Connection first = connect(service);
                Channel channel = first.createChannel()) {
            channel.queueDeclare("survivor", true, false, false, null);
        }
        service.close();
        service = start(folder());
        Connection connection = connect(service);
        Channel channel = connection.createChannel();
        channel.confirmSelect();
        for (int i = 0; i < MESSAGES; i++) {
            channel.basicPublish("", "survivor", MessageProperties.MINIMAL_PERSISTENT_BASIC, body(i));
        }
        channel.waitForConfirmsOrDie(60_000);
        String url = service.url();
        ProcessHandle.of(service.pid()).orElseThrow().destroyForcibly();
        service.close();
        connection.abort();

        service = start(folder());
        assertThat(service.url()).as("the URL written down").isEqualTo(url);
        try (Connection again = connect(service);
                Channel reading = again.createChannel()) {
            assertThat(reading.queueDeclarePassive("survivor").getMessageCount())
                    .isEqualTo(MESSAGES);
            List<String> bodies = new ArrayList<>();
            for (int i = 0; i < MESSAGES; i++) {
                bodies.add(new String(reading.basicGet("survivor", true).getBody(), StandardCharsets.UTF_8));
            }
            assertThat(bodies).doesNotHaveDuplicates();
        }
    }

    @Test
    void returnsAMandatoryMessageThatNoQueueTakes() throws Exception {
        try (Connection connection = connect(service);
                Channel channel = connection.createChannel()) {
            BlockingQueue<String> events = new ArrayBlockingQueue<>(10);
            channel.addReturnListener(returned -> events.add("returned " + returned.getReplyCode()));
            channel.addConfirmListener(
                    (tag, multiple) -> events.add("confirmed " + tag), (tag, multiple) -> events.add("refused " + tag));
            channel.confirmSelect();
            channel.basicPublish("", "no-such-queue", true, MessageProperties.MINIMAL_PERSISTENT_BASIC, body(1));
            assertThat(List.of(next(events), next(events))).containsExactlyElementsOf(eventsOfAnUnroutableMessage());
        }
    }

    @Test
    void deliversAgainWhatWasGivenBackAndSaysSo() throws Exception {
        try (Connection connection = connect(service);
                Channel channel = connection.createChannel()) {
            String queue = filled(channel, body(7));
            GetResponse first = channel.basicGet(queue, false);
            assertThat(first.getEnvelope().isRedeliver()).isFalse();
            channel.basicNack(first.getEnvelope().getDeliveryTag(), false, true);
            GetResponse second = channel.basicGet(queue, false);
            assertThat(second.getEnvelope().isRedeliver()).isTrue();
            assertThat(second.getBody()).isEqualTo(body(7));
        }
    }

    @Test
    void answersNotFoundForAMissingQueue() throws Exception {
        try (Connection connection = connect(service)) {
            Channel channel = connection.createChannel();
            assertThatThrownBy(() -> channel.queueDeclarePassive("no-such-queue"))
                    .isInstanceOf(IOException.class)
                    .cause()
                    .isInstanceOf(ShutdownSignalException.class)
                    .hasMessageContaining("404");
        }
    }

    @Test
    void carriesAMebibyte() throws Exception {
        byte[] large = new byte[1 << 20];
        large[large.length - 1] = 1;
        try (Connection connection = connect(service);
                Channel channel = connection.createChannel()) {
            for (int i = 0; i < 20; i++) {
                String queue = filled(channel, large);
                assertThat(channel.basicGet(queue, true).getBody()).isEqualTo(large);
            }
        }
    }

    @Test
    void servesKombusSimpleQueue() throws Exception {
        MissingService.require(Kombu.installed(), "kombu is not installed (apt-get install python3-kombu)");
        assertThat(Kombu.run(service.url(), """
                queue = connection.SimpleQueue('from-kombu')
                queue.put({'type': 'echo', 'body': {'n': 1}})
                message = queue.get(timeout=20)
                print(message.payload['body']['n'])
                message.ack()
                """)).isEqualTo("1");
    }

    @Test
    void refusesTheFolderOfALiveOneAndThePasswordOfAStranger() {
        assertThatThrownBy(() -> start(folder()))
                .isInstanceOf(LocalServiceException.class)
                .hasMessageContaining(folder().toString())
                .hasMessageContaining("is in use")
                .hasMessageNotContaining("\n");
        assertThatThrownBy(() -> factory(service, "guess").newConnection()).isInstanceOf(IOException.class);
    }

    @Test
    void listensOnTheLoopbackAddressAlone() throws Exception {
        int port = port(service);
        for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
            for (InetAddress address : network.inetAddresses().toList()) {
                if (!address.isLoopbackAddress()) {
                    assertThatThrownBy(() -> new Socket(address, port).close()).isInstanceOf(IOException.class);
                }
            }
        }
        assertThat(service.description())
                .contains("127.0.0.1:" + port)
                .doesNotContain(EmbeddedPostgresTest.password(service));
    }

    @Test
    void keepsItsSecretsFromOthers() throws Exception {
        assertThat(Modes.of(folder())).isEqualTo("rwx------");
        assertThat(Modes.of(folder().resolve("service.properties"))).isEqualTo("rw-------");
        assertThat(Files.readString(folder().resolve("service.properties")))
                .contains(EmbeddedPostgresTest.password(service));
        assertThat(Modes.commandLine(service.pid()))
                .isNotEmpty()
                .doesNotContain(EmbeddedPostgresTest.password(service));
    }

    private static String next(BlockingQueue<String> events) throws InterruptedException {
        return String.valueOf(events.poll(20, TimeUnit.SECONDS));
    }

    private static String filled(Channel channel, byte[] body) throws Exception {
        String queue = channel.queueDeclare().getQueue();
        channel.confirmSelect();
        channel.basicPublish("", queue, MessageProperties.MINIMAL_PERSISTENT_BASIC, body);
        channel.waitForConfirmsOrDie(20_000);
        return queue;
    }

    private static byte[] body(int number) {
        return ("message " + number).getBytes(StandardCharsets.UTF_8);
    }

    private static int port(LocalService broker) {
        return Integer.parseInt(broker.url().replaceAll("^.*:|//$", ""));
    }

    private static Connection connect(LocalService broker) throws Exception {
        return factory(broker, EmbeddedPostgresTest.password(broker)).newConnection();
    }

    private static ConnectionFactory factory(LocalService broker, String password) {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setAutomaticRecoveryEnabled(false);
        factory.setHost("127.0.0.1");
        factory.setPort(port(broker));
        factory.setUsername("scale");
        factory.setPassword(password);
        factory.setVirtualHost("/");
        return factory;
    }
}
