package dev.scale.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.scale.local.LocalService;
import dev.scale.local.RabbitNode;
import dev.scale.messaging.TestDatabase;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerException;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerTls;
import dev.scale.messaging.broker.BrokerUrl;
import dev.scale.messaging.faults.FaultProxy;
import dev.scale.messaging.store.Database;
import dev.scale.messaging.store.DatabaseUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** {@code amqps} to a real RabbitMQ, whose certificate is for {@code localhost}. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BrokerTlsIT {

    @RegisterExtension
    static final TestDatabase POSTGRES = new TestDatabase();

    @TempDir
    static Path folder;

    private static TestAuthority authority;
    private static TestAuthority stranger;
    private static TestAuthority.Issued client;
    private static LocalService rabbit;
    private static Program scale;
    private static int tlsPort;

    @BeforeAll
    static void start() throws Exception {
        Rabbit.require();
        authority = TestAuthority.in(folder.resolve("authority"));
        stranger = TestAuthority.in(folder.resolve("stranger"));
        TestAuthority.Issued server = authority.issue("server", "RSA", "-ext", "san=dns:localhost");
        client = authority.issue("scale", "EC");
        tlsPort = freePort();
        rabbit = RabbitNode.start(
                folder.resolve("rabbit"),
                List.of(
                        "listeners.ssl.1 = 127.0.0.1:" + tlsPort,
                        "ssl_options.cacertfile = " + authority.certificate(),
                        "ssl_options.certfile = " + server.certificate(),
                        "ssl_options.keyfile = " + server.key(),
                        "ssl_options.verify = verify_peer",
                        "ssl_options.fail_if_no_peer_cert = false",
                        "auth_mechanisms.1 = PLAIN",
                        "auth_mechanisms.2 = EXTERNAL",
                        "ssl_cert_login_from = common_name"),
                List.of("rabbitmq_auth_mechanism_ssl"));
        scale = Program.in(folder);
    }

    @AfterAll
    static void stop() {
        if (rabbit != null) {
            rabbit.close();
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        }
    }

    /** User and password, then what is given. */
    private static String url(String scheme, String place) {
        return rabbit.url().replaceFirst("amqp://", scheme + "://").replaceFirst("@.*", "@" + place + "//");
    }

    private static Program over(String url) {
        return scale.with("SCALE_BROKER_URL", url).with("SCALE_DATABASE_URL", "postgres://127.0.0.1:1/none");
    }

    private static String secret() {
        return rabbit.url().replaceAll("amqp://[^:]*:|@.*", "");
    }

    @Test
    void aCertificateOfATrustedAuthorityConnects() throws Exception {
        Program trusting = over(url("amqps", "localhost:" + tlsPort))
                .with("SCALE_BROKER_CA_FILE", authority.certificate().toString())
                .with("SCALE_QUEUE_NAME", "trusted");

        assertThat(trusting.run("echo", "-c", "100"))
                .matches(ran -> ran.exitCode() == 0 && ran.out().contains("confirmed 100"), "100 are confirmed");
        assertThat(trusting.run("queue").out()).contains("100 ready");
    }

    @Test
    void aCertificateOfAnUnknownAuthorityIsRefusedByEveryCommand() throws Exception {
        Program program = over(url("amqps", "localhost:" + tlsPort));
        for (String command : new String[] {"queue", "echo", "handler"}) {
            Program.Ran ran = program.run("--verbose", command);
            assertThat(ran.exitCode()).as(command + ran.all()).isEqualTo(77);
            assertThat(ran.err()).contains("localhost:" + tlsPort, "certificate", "not trusted");
            assertThat(ran.all()).doesNotContain(secret());
        }
        assertRefusal(
                url("amqps", "localhost:" + tlsPort),
                BrokerTls.DEFAULT.withAuthorities(stranger.certificate()),
                BrokerException.Refused.class,
                "not trusted");
    }

    @Test
    void aCertificateForAnotherHostIsRefused() throws Exception {
        Program.Ran ran = over(url("amqps", "127.0.0.1:" + tlsPort))
                .with("SCALE_BROKER_CA_FILE", authority.certificate().toString())
                .run("queue");

        assertThat(ran.exitCode()).as(ran.all()).isEqualTo(77);
        assertThat(ran.err()).hasLineCount(1).contains("127.0.0.1:" + tlsPort, "certificate", "not trusted");
    }

    @Test
    void theOptOutTakesAnyCertificateOfAnyHostAndWarns() throws Exception {
        Program.Ran ran = over(url("amqps", "127.0.0.1:" + tlsPort))
                .with("SCALE_BROKER_VERIFY", "off")
                .run("echo");

        assertThat(ran.exitCode()).as(ran.all()).isZero();
        assertThat(ran.err()).contains("WARNING", "SCALE_BROKER_VERIFY");
    }

    @Test
    void aClientCertificateLogsInWhereNoUserIsGiven() throws Exception {
        Program shown = over("amqps://localhost:" + tlsPort + "//")
                .with("SCALE_BROKER_CA_FILE", authority.certificate().toString())
                .with("SCALE_BROKER_CERT_FILE", client.certificate().toString());
        assertThat(shown.run("queue").err()).contains("SCALE_BROKER_KEY_FILE");
        assertThat(shown.with("SCALE_BROKER_KEY_FILE", client.key().toString()).run("echo"))
                .matches(ran -> ran.exitCode() == 0, "logs in");

        TestAuthority.Issued unknown = authority.issue("unknown", "EC");
        Program.Ran ran = shown.with(
                        "SCALE_BROKER_CERT_FILE", unknown.certificate().toString())
                .with("SCALE_BROKER_KEY_FILE", unknown.key().toString())
                .run("queue");
        assertThat(ran.exitCode()).as(ran.all()).isEqualTo(77);
    }

    @Test
    void aClientCertificateOfAStrangerIsRefused() throws Exception {
        TestAuthority.Issued issued = stranger.issue("scale", "EC");
        BrokerTls tls = BrokerTls.DEFAULT
                .withAuthorities(authority.certificate())
                .withIdentity(issued.certificate(), issued.key());
        assertRefusal("amqps://localhost:" + tlsPort + "//", tls, BrokerException.class, "client certificate");
    }

    @Test
    void tlsToAPlainPortAndPlainToATlsPortSaySo() throws Exception {
        int plainPort = Integer.parseInt(rabbit.url().replaceAll(".*:|//$", ""));
        assertRefusal(
                url("amqps", "localhost:" + plainPort),
                BrokerTls.DEFAULT,
                BrokerException.Misconfigured.class,
                "speaks no TLS");
        assertRefusal(
                url("amqp", "localhost:" + tlsPort), BrokerTls.DEFAULT, BrokerException.Misconfigured.class, "amqps");
    }

    @Test
    void aListenerThatTakesConnectionsAndIsSilentIsAnOutage() throws Exception {
        String real = url("amqps", "localhost:" + tlsPort);
        BrokerOptions options =
                BrokerOptions.forQueue("silent").withTls(BrokerTls.DEFAULT.withAuthorities(authority.certificate()));
        try (FaultProxy proxy = FaultProxy.before(real);
                SilentListener silent = new SilentListener();
                Broker sending = Broker.open(BrokerUrl.parse(real), options);
                Broker handling =
                        Broker.open(BrokerUrl.parse(proxy.through(real).replace("127.0.0.1", "localhost")), options);
                Database database =
                        Database.open(DatabaseUrl.parse(POSTGRES.server().url()), 3, "tls");
                EchoWorker worker = new EchoWorker(handling, "silent", database)) {
            proxy.moveTo("127.0.0.1", silent.port());
            worker.start();
            worker.awaitLine("the broker is unavailable", "");
            EchoWorker.send(sending, 100);
            proxy.lead(real);
            worker.awaitDone(100);

            proxy.cut();
            proxy.moveTo("127.0.0.1", silent.port());
            int taken = silent.taken();
            proxy.pass();
            EchoWorker.send(sending, 100);
            await().atMost(Duration.ofMinutes(2)).until(() -> silent.taken() > taken);
            assertThatThrownBy(handling::depth).isInstanceOf(BrokerException.Unavailable.class);

            proxy.cut();
            proxy.lead(real);
            proxy.pass();
            worker.awaitDone(200);
        }
    }

    @Test
    void filesAreReadAgainAtEachConnectAndTlsWithoutAmqpsIsRefused() throws Exception {
        Path file = Files.copy(stranger.certificate(), folder.resolve("renewed.pem"));
        BrokerOptions options = BrokerOptions.forQueue("renewed").withTls(BrokerTls.DEFAULT.withAuthorities(file));
        try (Broker broker = Broker.open(BrokerUrl.parse(url("amqps", "localhost:" + tlsPort)), options)) {
            assertThatThrownBy(broker::depth).isInstanceOf(BrokerException.Refused.class);
            Files.delete(file);
            assertThatThrownBy(broker::depth)
                    .isInstanceOf(BrokerException.Unavailable.class)
                    .hasMessageContaining(file.toString());
            Files.copy(authority.certificate(), file);
            assertThat(broker.depth().ready()).isZero();
        }
        assertThatThrownBy(() -> Broker.open(BrokerUrl.parse(rabbit.url()), options))
                .isInstanceOf(BrokerException.Misconfigured.class)
                .hasMessageContaining("amqps");
    }

    private static void assertRefusal(String url, BrokerTls tls, Class<? extends BrokerException> type, String words) {
        try (Broker broker = Broker.open(
                BrokerUrl.parse(url), BrokerOptions.forQueue("refused").withTls(tls))) {
            assertThatThrownBy(broker::depth)
                    .isInstanceOf(type)
                    .hasMessageContainingAll("localhost", words)
                    .hasMessageNotContaining(secret());
        }
    }
}
