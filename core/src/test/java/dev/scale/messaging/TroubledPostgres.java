package dev.scale.messaging;

import dev.scale.local.EmbeddedPostgres;
import dev.scale.local.LocalService;
import dev.scale.messaging.faults.FaultProxy;
import dev.scale.messaging.store.Database;
import dev.scale.messaging.store.DatabaseUrl;
import dev.scale.messaging.store.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A PostgreSQL of a test class's own, to be stopped, killed, frozen and spoilt. Workers reach it through a proxy, as a role
 * without privileges; the test as the superuser, past the proxy. Registered with {@code @RegisterExtension static}.
 */
final class TroubledPostgres implements BeforeAllCallback, AfterAllCallback {

    static final String ROLE = "handler";
    private static final String PASSWORD = "secret";

    private Path folder;
    private LocalService server;
    private FaultProxy proxy;
    private Process standingBy;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException, SQLException {
        folder = Files.createTempDirectory("scale-troubled");
        server = EmbeddedPostgres.start(folder.resolve("postgres"));
        proxy = FaultProxy.before(server.url());
        try (Database database = Database.open(DatabaseUrl.parse(server.url()), 2, "migration")) {
            Schema.migrate(database);
        }
        execute(
                "create role " + ROLE + " login password '" + PASSWORD + "'",
                "create table scale.counter (name text primary key, total bigint not null)",
                "grant usage on schema scale to " + ROLE);
        grant();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        proxy.close();
        server.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    FaultProxy proxy() {
        return proxy;
    }

    /** A pool such as a worker has, through the proxy. */
    Database open(int connections) {
        String url = proxy.through(server.url()).replaceFirst("//[^@]*@", "//" + ROLE + ":" + PASSWORD + "@")
                + "?connectTimeout=2";
        return Database.open(DatabaseUrl.parse(url), connections, "troubled");
    }

    /** Connects as the superuser, to a database that no test spoils. */
    Connection administer() throws SQLException {
        return connect("postgres", null);
    }

    Connection connect(String database, String role) throws SQLException {
        DatabaseUrl url = DatabaseUrl.parse(server.url());
        String jdbc = url.jdbcUrl().replaceFirst("/[^/]*$", "/" + database);
        return role == null
                ? DriverManager.getConnection(
                        jdbc, url.user().orElseThrow(), url.password().orElseThrow())
                : DriverManager.getConnection(jdbc, role, PASSWORD);
    }

    void execute(String... statements) throws SQLException {
        execute(connect("scale", null), statements);
    }

    void administer(String... statements) throws SQLException {
        execute(administer(), statements);
    }

    private static void execute(Connection opened, String... statements) throws SQLException {
        try (Connection connection = opened;
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The first column of the first row. */
    long number(String sql) throws SQLException {
        try (Connection connection = connect("scale", null);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    void grant() throws SQLException {
        execute("grant select, insert, update, delete on all tables in schema scale to " + ROLE);
    }

    void endSessions() throws SQLException {
        administer("select pg_terminate_backend(pid) from pg_stat_activity where usename = '" + ROLE + "'");
    }

    void stop() {
        server.close();
    }

    /** Starts it over the same data, behind the same proxy. */
    void start() {
        server = EmbeddedPostgres.start(folder.resolve("postgres"));
        proxy.lead(server.url());
    }

    /** Sends a signal to the server and, where asked for, to all its processes. */
    void signal(String name, boolean all) throws IOException, InterruptedException {
        ProcessHandle postmaster = ProcessHandle.of(server.pid()).orElseThrow();
        List<String> command = new ArrayList<>(List.of("kill", "-" + name, Long.toString(postmaster.pid())));
        if (all) {
            postmaster.descendants().forEach(process -> command.add(Long.toString(process.pid())));
        }
        new ProcessBuilder(command).start().waitFor();
    }

    /** Restarts as a standby that waits for a primary and takes no connections until then. */
    void recoverForEver() throws Exception {
        execute("alter system set hot_standby = off");
        stop();
        Path standby = Files.createFile(data().resolve("standby.signal"));
        Files.setAttribute(standby, "unix:uid", owner());
        String command =
                "exec " + (owner() == 0 ? "unshare -U " : "") + Files.readString(data().resolve("postmaster.opts"));
        standingBy = new ProcessBuilder("sh", "-c", command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("standby.log").toFile())
                .start();
    }

    void recovered() throws Exception {
        new ProcessBuilder("kill", "-INT", Long.toString(standingBy.pid()))
                .start()
                .waitFor();
        standingBy.waitFor();
        Files.delete(data().resolve("standby.signal"));
        Files.writeString(data().resolve("postgresql.auto.conf"), "");
        start();
    }

    private Path data() {
        return folder.resolve("postgres").resolve("data");
    }

    /** The user who owns the server's data. */
    int owner() throws IOException {
        return (int) Files.getAttribute(data(), "unix:uid");
    }

    /** Where the server keeps its data, to put something beside it. */
    Path folder() {
        return folder;
    }
}
