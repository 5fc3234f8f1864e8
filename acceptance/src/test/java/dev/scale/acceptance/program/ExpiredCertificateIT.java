package dev.scale.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.acceptance.broker.RabbitControl;
import dev.scale.local.LocalService;
import dev.scale.local.RabbitNode;
import dev.scale.messaging.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The certificate of a real RabbitMQ expires under running programs, and is renewed. */
@Timeout(value = 4, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExpiredCertificateIT {

    @RegisterExtension
    static final TestDatabase POSTGRES = new TestDatabase();

    @TempDir
    static Path folder;

    private static TestAuthority.Issued current;
    private static TestAuthority.Issued expired;
    private static LocalService rabbit;
    private static Program scale;

    @BeforeAll
    static void start() throws Exception {
        Rabbit.require();
        TestAuthority authority = TestAuthority.in(folder.resolve("authority"));
        current = authority.issue("current", "RSA", "-ext", "san=dns:localhost");
        expired = authority.issue("expired", "RSA", "-ext", "san=dns:localhost", "-startdate", "-3d", "-validity", "1");
        copy(current);
        int port = BrokerTlsIT.freePort();
        rabbit = RabbitNode.start(
                folder.resolve("rabbit"),
                List.of(
                        "listeners.ssl.1 = 127.0.0.1:" + port,
                        "ssl_options.cacertfile = " + authority.certificate(),
                        "ssl_options.certfile = " + folder.resolve("server.pem"),
                        "ssl_options.keyfile = " + folder.resolve("server.key")));
        scale = Program.in(folder)
                .with(
                        "SCALE_BROKER_URL",
                        rabbit.url().replaceFirst("amqp://(.*)@.*", "amqps://$1@localhost:" + port + "//"))
                .with("SCALE_BROKER_CA_FILE", authority.certificate().toString())
                .with("SCALE_DATABASE_URL", POSTGRES.server().url());
    }

    @AfterAll
    static void stop() {
        if (rabbit != null) {
            rabbit.close();
        }
    }

    private static void copy(TestAuthority.Issued issued) throws Exception {
        Files.copy(issued.certificate(), folder.resolve("server.pem"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(issued.key(), folder.resolve("server.key"), StandardCopyOption.REPLACE_EXISTING);
    }

    /** As an administrator does it. */
    private static void show(TestAuthority.Issued issued) throws Exception {
        copy(issued);
        RabbitControl control = new RabbitControl(rabbit);
        control.run("eval", "ssl:clear_pem_cache().");
        control.run("close_all_connections", "another certificate");
    }

    private static void sendAndAwait(String id) throws Exception {
        Program.Ran sent = scale.run("send", "-t", "echo", "-b", "{}", "--id", id);
        assertThat(sent.exitCode()).as(sent.all()).isZero();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> POSTGRES.number("select count(*) from scale.inbox where message_id = ?", id) == 1);
    }

    @Test
    void aRunningHandlerWaitsForItsRenewalAndOthersAreRefused() throws Exception {
        try (RunningProgram handler = RunningProgram.start(scale, folder, "handler")) {
            handler.says("handling ");
            sendAndAwait("before");

            show(expired);
            handler.says("the broker is unavailable").says("has expired");
            for (String command : new String[] {"queue", "handler"}) {
                Program.Ran ran = scale.run(command);
                assertThat(ran.exitCode()).as(command + ran.all()).isEqualTo(77);
                assertThat(ran.err()).contains("localhost", "certificate", "has expired", "renew");
            }

            show(current);
            handler.says("the broker is available again");
            sendAndAwait("after");
            assertThat(handler.stop()).isZero();
        }
        assertThat(POSTGRES.number("select count(*) from scale.dead_letter")).isZero();
    }
}
