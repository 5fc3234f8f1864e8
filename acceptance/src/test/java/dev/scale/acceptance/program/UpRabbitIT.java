package dev.scale.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.messaging.store.Database;
import dev.scale.messaging.store.DatabaseUrl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code scale up} and {@code scale demo} with a private RabbitMQ node. */
@Timeout(value = 6, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UpRabbitIT {

    private static final int COMMANDS = 300;

    @TempDir
    Path folder;

    private Program scale;

    @BeforeEach
    void copy() throws Exception {
        Rabbit.require();
        scale = Program.in(folder);
    }

    private RunningProgram up(String... further) throws Exception {
        String[] arguments = new String[1 + further.length];
        arguments[0] = "up";
        System.arraycopy(further, 0, arguments, 1, further.length);
        return RunningProgram.start(scale, folder, arguments).says("ready;");
    }

    private long handled() throws Exception {
        String url = Files.readAllLines(scale.home().resolve("run")).stream()
                .filter(line -> line.startsWith("SCALE_DATABASE_URL="))
                .map(line -> line.substring("SCALE_DATABASE_URL=".length()))
                .findFirst()
                .orElseThrow();
        try (Database database = Database.open(DatabaseUrl.parse(url), 1, "test");
                Connection connection = database.connection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(distinct message_id) from scale.inbox")) {
            assertThat(row.next()).isTrue();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void nothingConfirmedIsLostWhenEverythingIsKilledAndTheHomeStaysWithItsBroker() throws Exception {
        // a kill within moments of a queue's very first declaration may take the queue: RabbitMQ writes it down later
        try (RunningProgram fresh = up("--broker", "rabbitmq", "--queue", "not handled yet")) {
            assertThat(fresh.printed()).contains("RabbitMQ");
            assertThat(fresh.stop()).isZero();
        }
        try (RunningProgram first = up()) {
            assertThat(first.printed()).contains("RabbitMQ");
            Program.Ran sent = scale.run("echo", "-c", String.valueOf(COMMANDS), "--queue", "not handled yet");
            assertThat(sent.out()).as(sent.all()).contains("confirmed " + COMMANDS);
            List<ProcessHandle> all = first.process().toHandle().descendants().toList();
            assertThat(all).hasSizeGreaterThan(3);
            first.process().destroyForcibly();
            all.forEach(ProcessHandle::destroyForcibly);
            await().until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
        }

        try (RunningProgram second = up("--queue", "not handled yet")) {
            assertThat(second.printed()).contains("RabbitMQ");
            await().atMost(Duration.ofMinutes(2)).until(() -> handled() == COMMANDS);
            assertThat(second.stop()).isZero();
        }

        Program.Ran changed = scale.run("up", "--broker", "embedded");
        assertThat(changed.exitCode()).as(changed.all()).isEqualTo(2);
        assertThat(changed.err()).hasLineCount(1).contains("rabbitmq", "scale queue", "SCALE_HOME");
    }

    @Test
    void aBrokerToStartAndOneThatIsSetContradictEachOther() throws Exception {
        Program.Ran ran = scale.with("SCALE_BROKER_URL", "amqp://127.0.0.1:1//").run("up", "--broker", "rabbitmq");

        assertThat(ran.exitCode()).as(ran.all()).isEqualTo(2);
        assertThat(ran.err()).hasLineCount(1).contains("--broker", "SCALE_BROKER_URL");
        assertThat(scale.run("up", "--broker", "nonsense").exitCode()).isEqualTo(2);
    }

    @Test
    void theDemoRunsWithItToo() throws Exception {
        Program.Ran ran = scale.run("demo", "--broker", "rabbitmq", "--jobs", "20", "--tasks", "2", "--json");

        assertThat(ran.exitCode()).as(ran.all()).isZero();
        assertThat(ran.out()).contains("\"lost\":0,", "\"broker\":\"RabbitMQ");
    }
}
