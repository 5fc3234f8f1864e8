package dev.scale.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.local.EmbeddedPostgres;
import dev.scale.local.LocalService;
import dev.scale.messaging.store.Database;
import dev.scale.messaging.store.DatabaseUrl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which tables the program makes, needs, and works with; how it waits for a database that does not let it in. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TablesIT {

    private static final String SECRET = "S3cr3t";
    private static final String NEWER =
            "insert into scale.history_%1$s select max(installed_rank) + 1, '%2$s', 'later', 'SQL',"
                    + " 'V%2$s__later.sql', 1, 'test', now(), 1, true from scale.history_%1$s";

    @TempDir
    static Path folder;

    private static LocalService postgres;
    private static Program program;

    private Program scale;

    @BeforeAll
    static void start() throws Exception {
        postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
        // no broker: a handler looks at its tables while it waits for one
        program = Program.in(folder)
                .with("SCALE_BROKER_URL", "amqp://127.0.0.1:1//")
                .with("SCALE_HANDLER_THREADS", "1")
                .with("SCALE_MODULES", folder.resolve("modules").toString());
        install(1);
        execute("create role worker login password '" + SECRET + "'");
    }

    @AfterAll
    static void stop() {
        if (postgres != null) {
            postgres.close();
        }
    }

    @BeforeEach
    void noTables() throws Exception {
        execute("drop schema if exists scale cascade");
        scale = program.with("SCALE_DATABASE_URL", postgres.url());
    }

    /** A module with tables of that version, in place of another one. */
    private static void install(int version) throws Exception {
        Path modules = Files.createDirectories(folder.resolve("modules"));
        Files.deleteIfExists(modules.resolve("growing.jar"));
        GrowingModule.jar(modules.resolve("growing.jar"), version);
    }

    private static void execute(String sql) throws SQLException {
        try (Database database = Database.open(DatabaseUrl.parse(postgres.url()), 1, "test");
                Connection connection = database.connection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String one(String sql) throws SQLException {
        try (Database database = Database.open(DatabaseUrl.parse(postgres.url()), 1, "test");
                Connection connection = database.connection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    private static String asWorker() {
        return postgres.url().replaceFirst("//.*@", "//worker:" + SECRET + "@");
    }

    private static void grantRowsOnly() throws SQLException {
        execute("grant usage on schema scale to worker;"
                + " grant select, insert, update, delete on all tables in schema scale to worker");
    }

    private static void assertHandles(Program handler, String words) throws Exception {
        try (RunningProgram running = RunningProgram.start(handler, folder, "handler")) {
            running.says("handling ");
            assertThat(running.printed()).contains(words).doesNotContain(SECRET);
            assertThat(running.stop()).isZero();
        }
    }

    @Test
    void aCheckRefusesMissingAndOlderTablesAndMigrateMakesThemAllTheSame() throws Exception {
        Program checking = scale.with("SCALE_MIGRATE", "check");
        Program.Ran none = checking.run("handler");
        assertThat(none.exitCode()).as(none.all()).isEqualTo(1);
        assertThat(none.err()).contains("'messaging'", "have version 0", "scale migrate");

        assertThat(checking.run("migrate").exitCode()).isZero();
        try {
            install(2);
            Program.Ran older = checking.run("handler");
            assertThat(older.exitCode()).as(older.all()).isEqualTo(1);
            assertThat(older.err()).contains("'growing'", "have version 1", "needs 2", "scale migrate");

            assertThat(checking.run("migrate", "--json").out()).contains("\"growing\":\"2\"");
            assertHandles(checking, "handling ");
        } finally {
            install(1);
        }
        // the module's tables are now newer than the module
        assertHandles(checking, "'growing' have version 2, this program knows 1");
        assertHandles(scale, "'growing' have version 2, this program knows 1");
    }

    @Test
    void newerTablesOfTheLibraryAreWarnedOfAndWorkedWith() throws Exception {
        assertThat(scale.run("migrate").exitCode()).isZero();
        execute(NEWER.formatted("messaging", "999"));

        assertHandles(scale, "'messaging' have version 999");
        assertHandles(scale.with("SCALE_MIGRATE", "check"), "'messaging' have version 999");
        assertThat(scale.run("migrate").exitCode()).isZero();
    }

    @Test
    void aHandlerWhoseRoleHasNoRightToMakeTablesHandles() throws Exception {
        assertThat(scale.run("migrate").exitCode()).isZero();
        grantRowsOnly();
        Program worker = scale.with("SCALE_DATABASE_URL", asWorker());

        assertHandles(worker.with("SCALE_MIGRATE", "check"), "handling ");
        assertHandles(worker, "handling ");
        assertThat(worker.run("status").out()).contains("messaging ", "growing 1");
    }

    @Test
    void twoProcessesMayMigrateAtOnce() throws Exception {
        try (RunningProgram one = RunningProgram.start(scale, folder, "migrate");
                RunningProgram other = RunningProgram.start(scale, folder, "migrate")) {
            assertThat(one.exitCode()).as(one.printed()).isZero();
            assertThat(other.exitCode()).as(other.printed()).isZero();
        }
        assertThat(one("select count(*) from scale.history_growing where version = '1'"))
                .isEqualTo("1");
    }

    @Test
    void aHandlerWaitsForItsDatabaseAndRightsAndSaysWhyOnce() throws Exception {
        Program worker = scale.with("SCALE_DATABASE_URL", asWorker().replaceFirst("/[^/]*$", "/later"));
        execute("alter role worker nologin");
        try (RunningProgram handler = RunningProgram.start(worker, folder, "handler")) {
            handler.says("\"worker\" is not permitted to log in");
            execute("alter role worker login");
            handler.says("\"later\" does not exist");
            execute("create database later");
            handler.says("permission denied");
            execute("grant create on database later to worker");
            handler.says("handling ");
            assertThat(handler.stop()).isZero();
            assertThat(handler.lines("waiting for the database"))
                    .as(handler.printed())
                    .isEqualTo(3);
            assertThat(handler.printed()).contains("127.0.0.1:").doesNotContain(SECRET);
        } finally {
            execute("alter role worker login");
            execute("drop database if exists later with (force)");
        }
    }

    @Test
    void otherCommandsSayAtOnceWhyTheDatabaseDoesNotServe() throws Exception {
        String place = postgres.url().replaceFirst(".*@", "");
        String server = place.replaceFirst("/.*", "");
        record Trouble(String url, int exitCode, String words) {}
        for (Trouble trouble : List.of(
                new Trouble("postgres://worker:wrong@" + place, 77, "password authentication failed"),
                new Trouble("postgres://worker:" + SECRET + "@" + server + "/absent", 69, "does not exist"),
                new Trouble("postgres://worker:" + SECRET + "@127.0.0.1:1/none", 69, "refused"),
                new Trouble(asWorker(), 77, "permission denied"))) {
            Program.Ran ran = scale.with("SCALE_DATABASE_URL", trouble.url).run("migrate");
            assertThat(ran.exitCode()).as(ran.all()).isEqualTo(trouble.exitCode);
            assertThat(ran.err())
                    .hasLineCount(1)
                    .contains("127.0.0.1", trouble.words)
                    .doesNotContain(SECRET);
        }
    }
}
