package dev.scale.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
    @TempDir
    Path temp;

    @Test
    void servesADurableDatabaseOfItsOwnUserAndKeepsItOverARestart() throws Exception {
        Path folder = temp.resolve("a folder/post gres");
        String before;
        try (LocalService postgres = EmbeddedPostgres.start(folder);
                Connection connection = connect(postgres)) {
            before = postgres.url();
            assertThat(List.of("fsync", "synchronous_commit", "full_page_writes"))
                    .allSatisfy(setting ->
                            assertThat(one(connection, "SHOW " + setting)).isEqualTo("on"));
            assertThat(one(connection, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(one(connection, "SHOW server_encoding")).isEqualTo("UTF8");
            assertThat(one(
                            connection,
                            "SELECT upper('é') || current_user || pg_get_userbyid(datdba) FROM pg_database"
                                    + " WHERE datname = current_database()"))
                    .isEqualTo("Éscalescale");
            execute(connection, "CREATE TABLE kept AS SELECT 42 AS answer");
            assertThat(postgres.description()).contains("PostgreSQL 18.", folder.toString(), "127.0.0.1:");
            assertThat(postgres.description() + postgres).doesNotContain(password(postgres));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("service.properties"))))
                .isEqualTo("rw-------");
        try (LocalService postgres = EmbeddedPostgres.start(folder);
                Connection connection = connect(postgres)) {
            assertThat(one(connection, "SELECT answer FROM kept")).isEqualTo("42");
            assertThat(postgres.url()).as("the URL written down").isEqualTo(before);
        }
    }

    @Test
    void refusesAConnectionWithoutThePassword() throws Exception {
        try (LocalService postgres = EmbeddedPostgres.start(temp.resolve("postgres"))) {
            String address = postgres.url().replaceAll(".*@", "");
            assertThatThrownBy(() -> DriverManager.getConnection("jdbc:postgresql://" + address, "scale", "guess"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void committedRowsSurviveAKillOfTheServer() throws Exception {
        LocalService first = EmbeddedPostgres.start(temp.resolve("postgres"));
        try (Connection connection = connect(first)) {
            execute(connection, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n");
            ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly();
        }
        first.close();
        try (LocalService second = EmbeddedPostgres.start(temp.resolve("postgres"));
                Connection connection = connect(second)) {
            assertThat(one(connection, "SELECT count(*) FROM kept")).isEqualTo("1000");
        }
    }

    @Test
    void aSessionThatOutlivesItsPostmasterIsEndedBeforeTheNextOneStarts() throws Exception {
        LocalService first = EmbeddedPostgres.start(temp.resolve("postgres"));
        ProcessHandle session;
        Connection busy = connect(first);
        session = ProcessHandle.of(Long.parseLong(one(busy, "SELECT pg_backend_pid()")))
                .orElseThrow();
        // It computes, and so does not look whether its postmaster lives.
        Thread computing = new Thread(() -> {
            try {
                execute(busy, "DO 'BEGIN LOOP END LOOP; END'");
            } catch (SQLException ended) {
                // As it should be.
            }
        });
        computing.start();
        try (Connection other = connect(first)) {
            await().until(() -> one(other, "SELECT state FROM pg_stat_activity WHERE pid = " + session.pid())
                    .equals("active"));
        }
        ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly();
        first.close();

        EmbeddedPostgres.start(temp.resolve("postgres")).close();

        assertThat(ServiceProcess.isRunning(session)).isFalse();
        computing.join();
    }

    @Test
    void rootMayAlsoStepDownToNobodyInAFolderThatOnlyRootReaches() throws Exception {
        assumeThat((int) Files.getAttribute(temp, "unix:uid")).as("run by root").isZero();
        Path folder = temp.resolve("postgres");
        EmbeddedPostgres.start(folder).close();
        for (RootStep step : List.of(RootStep.asNobody(), RootStep.inUserNamespace())) {
            try (LocalService postgres = EmbeddedPostgres.start(folder, path -> step);
                    Connection connection = connect(postgres)) {
                assertThat(one(connection, "SELECT 1")).isEqualTo("1");
                assertThat(Files.getAttribute(folder.resolve("data"), "unix:uid"))
                        .isEqualTo(step.owner());
            }
        }
    }

    static Connection connect(LocalService postgres) throws SQLException {
        String address = postgres.url().replaceAll(".*@", "");
        return DriverManager.getConnection("jdbc:postgresql://" + address, "scale", password(postgres));
    }

    static String password(LocalService service) {
        return service.url().replaceAll("^[a-z]+://[^:]+:|@.*$", "");
    }

    static String one(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            assertThat(values).hasSize(1);
            return values.get(0);
        }
    }

    static void execute(Connection connection, String statement) throws SQLException {
        try (var run = connection.createStatement()) {
            run.execute(statement);
        }
    }
}
