package dev.scale.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.scale.local.EmbeddedPostgres;
import dev.scale.local.LocalService;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import dev.scale.messaging.faults.FaultProxy;
import dev.scale.messaging.store.Database;
import dev.scale.messaging.store.DatabaseUrl;
import dev.scale.messaging.store.Schema;
import dev.scale.messaging.store.SqlFailure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Encrypted connections to a real PostgreSQL, whose certificate is for {@code localhost}. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DatabaseTlsIT {

    @TempDir
    static Path folder;

    private static TestAuthority authority;
    private static TestAuthority stranger;
    private static LocalService postgres;
    private static TestAuthority.Issued server;
    private static String place;

    @BeforeAll
    static void start() throws Exception {
        authority = TestAuthority.in(folder.resolve("authority"));
        stranger = TestAuthority.in(folder.resolve("stranger"));
        postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
        place = postgres.url().replaceFirst(".*@127.0.0.1", "localhost");
        Path data = folder.resolve("postgres/data");
        server = authority.issue("server", "RSA", "-ext", "san=dns:localhost");
        showFrom(data, server);
        own(Files.copy(authority.certificate(), data.resolve("root.crt")), data);
        try (Connection connection = Database.open(DatabaseUrl.parse(postgres.url()), 1, "set up")
                        .connection();
                Statement statement = connection.createStatement()) {
            statement.execute("create role app login password 'app'");
            statement.execute("create role shown login");
            statement.execute("create role other login");
            Path rules = data.resolve("pg_hba.conf");
            Files.writeString(rules, """
                    hostssl all app all scram-sha-256
                    hostssl all shown all cert
                    hostssl all other all cert
                    hostnossl all app all reject
                    host all scale all scram-sha-256
                    """);
            statement.execute("alter system set ssl_ca_file = 'root.crt'");
            statement.execute("alter system set ssl = on");
            statement.execute("select pg_reload_conf()");
        }
    }

    @AfterAll
    static void stop() {
        if (postgres != null) {
            postgres.close();
        }
    }

    private static void showFrom(Path data, TestAuthority.Issued issued) throws Exception {
        own(Files.copy(issued.certificate(), data.resolve("server.crt"), StandardCopyOption.REPLACE_EXISTING), data);
        own(Files.copy(issued.key(), data.resolve("server.key"), StandardCopyOption.REPLACE_EXISTING), data);
    }

    /** As an administrator does it under a running server. */
    private static void showFromNowOn(TestAuthority.Issued issued) throws Exception {
        showFrom(folder.resolve("postgres/data"), issued);
        try (Database database = Database.open(DatabaseUrl.parse(postgres.url()), 1, "admin");
                Connection connection = database.connection();
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_reload_conf()");
        }
    }

    private static void own(Path file, Path data) throws Exception {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Object owner = Files.getAttribute(data.resolve("PG_VERSION"), "unix:uid");
        if (!owner.equals(Files.getAttribute(file, "unix:uid"))) {
            Files.setAttribute(file, "unix:uid", owner);
        }
    }

    private static String encryption(String url) throws SQLException {
        try (Database database = Database.open(DatabaseUrl.parse(url), 1, "tls")) {
            database.check();
            try (Connection connection = database.connection();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(
                            "select version || ' ' || current_user from pg_stat_ssl where pid = pg_backend_pid()")) {
                assertThat(row.next()).isTrue();
                return row.getString(1);
            }
        }
    }

    private static void assertRefusal(String url, String state, String... words) {
        try (Database database = Database.open(DatabaseUrl.parse(url), 1, "tls")) {
            assertThatThrownBy(database::check)
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            refused -> assertThat(refused.getSQLState()).isEqualTo(state))
                    .hasMessageContainingAll(words)
                    .hasMessageContaining("localhost")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void theRightAuthorityAndHostNameConnect() throws Exception {
        assertThat(encryption(
                        "postgres://app:app@" + place + "?sslmode=verify-full&sslrootcert=" + authority.certificate()))
                .matches("TLSv1.[23] app");
    }

    @Test
    void anotherAuthorityIsRefused() {
        String url = "postgres://app:app@" + place + "?sslmode=verify-full&sslrootcert=";
        assertRefusal(url + stranger.certificate(), "28000", "certificate is not trusted");
        assertRefusal(url + "system", "28000", "certificate is not trusted");
        assertRefusal(url + folder.resolve("missing.pem"), "08006", "missing.pem");
    }

    @Test
    void anotherHostNameIsRefused() {
        String url = "postgres://app:app@" + place.replace("localhost", "127.0.0.1") + "?sslrootcert="
                + authority.certificate() + "&sslmode=verify-full&application_name=localhost";
        try (Database database = Database.open(DatabaseUrl.parse(url), 1, "tls")) {
            assertThatThrownBy(database::check)
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            refused -> assertThat(refused.getSQLState()).isEqualTo("28000"))
                    .hasMessageContainingAll("127.0.0.1", "another host name");
        }
    }

    @Test
    void anExpiredCertificateIsRefusedUntilItIsRenewed() throws Exception {
        String url = "postgres://scale:"
                + DatabaseUrl.parse(postgres.url()).password().orElseThrow() + "@" + place
                + "?sslmode=verify-full&sslrootcert=" + authority.certificate();
        try (Broker broker = Broker.open(BrokerUrl.parse("memory://expired"), BrokerOptions.forQueue("q"));
                Database database = migrated(url);
                EchoWorker worker = new EchoWorker(broker, "q", database)) {
            worker.start();
            EchoWorker.send(broker, 100);
            worker.awaitDone(100);

            showFromNowOn(authority.issue(
                    "expired", "RSA", "-ext", "san=dns:localhost", "-startdate", "-3d", "-validity", "1"));
            await().untilAsserted(() -> assertRefusal(url, "28000", "certificate", "has expired", "renew"));
            endSessions("scale worker");
            EchoWorker.send(broker, 100);
            // that its sessions were ended may have been the first it heard
            worker.awaitLine("the database is ", "has expired");

            showFromNowOn(server);
            worker.awaitDone(200);
        } finally {
            showFromNowOn(server);
        }
        await().untilAsserted(() -> assertThat(encryption(url)).endsWith(" scale"));
    }

    /** Both forms of silence: from the first byte on, and once encryption is agreed on. */
    @ParameterizedTest
    @ValueSource(strings = {"", "S"})
    void aServerThatTakesConnectionsAndIsSilentIsAnOutage(String firstAnswer) throws Exception {
        try (FaultProxy proxy = FaultProxy.before(postgres.url());
                SilentListener silent = new SilentListener(firstAnswer.getBytes(StandardCharsets.US_ASCII));
                Broker broker =
                        Broker.open(BrokerUrl.parse("memory://silent" + firstAnswer), BrokerOptions.forQueue("q"));
                Database database = migrated(proxy.through(postgres.url()) + "?sslmode=require&connectTimeout=2");
                EchoWorker worker = new EchoWorker(broker, "q", database)) {
            worker.start();
            EchoWorker.send(broker, 100);
            worker.awaitDone(100);

            proxy.cut();
            proxy.moveTo("127.0.0.1", silent.port());
            proxy.pass();
            EchoWorker.send(broker, 100);
            worker.awaitLine("the database is unavailable", "");
            int taken = silent.taken();
            await().atMost(Duration.ofMinutes(1)).until(() -> silent.taken() >= taken + 3);
            assertThatThrownBy(database::check)
                    .satisfies(givenUp -> assertThat(SqlFailure.of(givenUp)).isEqualTo(SqlFailure.OUTAGE));
            assertThat(worker.done()).isEqualTo(100);

            proxy.cut();
            proxy.lead(postgres.url());
            proxy.pass();
            worker.awaitDone(200);
        }
    }

    private static Database migrated(String url) throws SQLException {
        Database database = Database.open(DatabaseUrl.parse(url), 3, "scale worker");
        Schema.migrate(database);
        return database;
    }

    private static void endSessions(String name) throws SQLException {
        try (Database database = Database.open(DatabaseUrl.parse(postgres.url()), 1, "admin");
                Connection connection = database.connection();
                PreparedStatement end = connection.prepareStatement(
                        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = ?")) {
            end.setString(1, name);
            end.execute();
        }
    }

    @Test
    void withoutEncryptionTheServersWordsAreTold() {
        assertRefusal("postgres://app:app@" + place + "?sslmode=disable", "28000", "no encryption");
    }

    @Test
    void aClientCertificateLogsInWithAKeyInEitherForm() throws Exception {
        TestAuthority.Issued client = authority.issue("shown", "RSA");
        String url = "postgres://shown@" + place + "?sslmode=verify-full&sslrootcert=" + authority.certificate()
                + "&sslcert=" + client.certificate() + "&sslkey=";

        assertThat(encryption(url + client.derKey())).endsWith(" shown");
        assertThat(encryption(url + client.key())).endsWith(" shown");
        assertRefusal(url.replace("shown@", "other@") + client.key(), "28000", "certificate authentication failed");
        assertRefusal(url + folder.resolve("missing.key"), "08006", "missing.key");
    }

    @Test
    void aKeyOfAnotherAlgorithmConnectsToo() throws Exception {
        TestAuthority.Issued client = authority.issue("shown", "EC");
        String url = "postgres://shown@" + place + "?sslmode=verify-full&sslrootcert=" + authority.certificate()
                + "&sslcert=" + client.certificate() + "&sslkey=";

        assertThat(encryption(url + client.derKey())).endsWith(" shown");
        assertThat(encryption(url + client.key() + "&pemKeyAlgorithm=EC")).endsWith(" shown");
    }

    @Test
    void aClientCertificateOfAStrangerIsRefused() throws Exception {
        TestAuthority.Issued client = stranger.issue("shown", "RSA");

        assertThatThrownBy(() -> encryption("postgres://shown@" + place + "?sslmode=verify-full&sslrootcert="
                        + authority.certificate() + "&sslcert=" + client.certificate() + "&sslkey=" + client.derKey()))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("localhost");
    }
}
