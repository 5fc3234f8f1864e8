package dev.scale.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scale.local.EmbeddedPostgres;
import dev.scale.local.LocalService;
import dev.scale.messaging.store.Database;
import dev.scale.messaging.store.DatabaseUrl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encrypted connections to a real PostgreSQL, whose certificate is for {@code localhost}. */
class DatabaseTlsIT {

    @TempDir
    static Path folder;

    private static TestAuthority authority;
    private static TestAuthority stranger;
    private static LocalService postgres;
    private static String place;

    @BeforeAll
    static void start() throws Exception {
        authority = TestAuthority.in(folder.resolve("authority"));
        stranger = TestAuthority.in(folder.resolve("stranger"));
        postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
        place = postgres.url().replaceFirst(".*@127.0.0.1", "localhost");
        Path data = folder.resolve("postgres/data");
        TestAuthority.Issued server = authority.issue("server", "RSA", "-ext", "san=dns:localhost");
        own(Files.copy(server.certificate(), data.resolve("server.crt")), data);
        own(Files.copy(server.key(), data.resolve("server.key")), data);
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
