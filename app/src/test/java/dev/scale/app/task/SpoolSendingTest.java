package dev.scale.app.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.app.Console;
import dev.scale.messaging.Command;
import dev.scale.messaging.CommandSender;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class SpoolSendingTest {

    private static final int MOST_BYTES = 2_000;

    @TempDir
    Path home;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
    private Spool spool;
    private Broker broker;

    @BeforeEach
    void open(TestInfo test) {
        spool = Spool.in(home);
        broker = Broker.open(
                BrokerUrl.parse("memory://spool"),
                BrokerOptions.forQueue(test.getDisplayName()).withMaxBody(MOST_BYTES));
    }

    @AfterEach
    void close() {
        broker.close();
    }

    private SpoolSending.Result send(Broker to, int most) throws IOException {
        return new SpoolSending(spool, new CommandSender(to), MOST_BYTES, new Console(stream, stream)).send(most);
    }

    private void keep(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            spool.keep(Command.ofJson("echo", "{}", "id-" + i));
        }
    }

    private static long count(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }

    @Test
    void allIsSentUnderItsIdAndForgotten() throws IOException {
        keep(250);

        assertThat(send(broker, Integer.MAX_VALUE)).isEqualTo(new SpoolSending.Result(250, 0, ""));
        assertThat(broker.depth().ready()).isEqualTo(250);
        assertThat(count(spool.fresh())).isZero();
        assertThat(count(spool.sending())).isZero();
        assertThat(send(broker, Integer.MAX_VALUE)).isEqualTo(new SpoolSending.Result(0, 0, ""));
    }

    @Test
    void noMoreThanAskedForIsSent() throws IOException {
        keep(150);

        assertThat(send(broker, 120).sent()).isEqualTo(120);
        assertThat(count(spool.fresh())).isEqualTo(30);
    }

    @Test
    void whileTheBrokerIsAwayAllStays() throws IOException {
        keep(150);
        try (Broker away = Broker.open(BrokerUrl.parse("amqp://127.0.0.1:1//"), BrokerOptions.forQueue("q"))) {
            assertThat(send(away, Integer.MAX_VALUE))
                    .matches(result -> result.sent() == 0 && result.trouble().contains("127.0.0.1:1"));
        }
        assertThat(count(spool.fresh())).isEqualTo(150);
        assertThat(count(spool.sending())).isZero();
    }

    @Test
    void whatNoReaderOrBrokerTakesIsSetAsideAndTheRestIsSent() throws IOException {
        keep(1);
        Files.writeString(spool.fresh().resolve("half"), "{\"type\": \"echo\", \"bo");
        Files.writeString(
                spool.fresh().resolve("huge"), "{\"type\": \"echo\", \"body\": \"" + "x".repeat(3_000) + "\"}");
        Path named =
                Files.writeString(spool.fresh().resolve("a name with spaces"), "{\"type\": \"echo\", \"body\": 1}");

        SpoolSending.Result result = send(broker, Integer.MAX_VALUE);

        assertThat(result).isEqualTo(new SpoolSending.Result(2, 2, ""));
        assertThat(spool.refused().resolve("half")).hasContent("{\"type\": \"echo\", \"bo");
        assertThat(spool.refused().resolve("huge")).exists();
        assertThat(named).doesNotExist();
        assertThat(count(spool.fresh())).isZero();
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("set aside", "half", "huge");
    }
}
