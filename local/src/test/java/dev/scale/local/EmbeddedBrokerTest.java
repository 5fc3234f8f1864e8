package dev.scale.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {
    @TempDir
    Path temp;

    @Test
    void confirmedMessagesSurviveAKillOfTheBroker() throws Exception {
        Path folder = temp.resolve("a folder/broker");
        int messages = 2_000;
        LocalService first = EmbeddedBroker.start(folder);
        try (Connection connection = connect(first);
                Channel channel = connection.createChannel()) {
            channel.queueDeclare("durable", true, false, false, null);
            channel.confirmSelect();
            for (int i = 0; i < messages; i++) {
                channel.basicPublish("", "durable", MessageProperties.MINIMAL_PERSISTENT_BASIC, body(i));
            }
            channel.waitForConfirmsOrDie(60_000);
            ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly();
        } catch (IOException | com.rabbitmq.client.AlreadyClosedException e) {
            // Closing meets the killed broker.
        }
        first.close();
        try (LocalService second = EmbeddedBroker.start(folder);
                Connection connection = connect(second);
                Channel channel = connection.createChannel()) {
            assertThat(channel.queueDeclarePassive("durable").getMessageCount()).isEqualTo(messages);
            for (int i = 0; i < messages; i++) {
                assertThat(channel.basicGet("durable", true).getBody()).isEqualTo(body(i));
            }
        }
    }

    private static byte[] body(int number) {
        return ("message " + number).getBytes(StandardCharsets.UTF_8);
    }

    static Connection connect(LocalService broker) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setAutomaticRecoveryEnabled(false);
        factory.setHost("127.0.0.1");
        factory.setPort(Integer.parseInt(broker.url().replaceAll("^.*:|//$", "")));
        factory.setUsername("scale");
        factory.setPassword(EmbeddedPostgresTest.password(broker));
        factory.setVirtualHost("/");
        return factory.newConnection();
    }
}
