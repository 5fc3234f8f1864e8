package dev.scale.benchmarks.scenarios;

import dev.scale.jobs.JobsModule;
import dev.scale.local.EmbeddedPostgres;
import dev.scale.local.LocalService;
import dev.scale.local.RabbitNode;
import dev.scale.messaging.store.Database;
import dev.scale.messaging.store.DatabaseUrl;
import dev.scale.messaging.store.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A private RabbitMQ node and a durable PostgreSQL with our tables. */
final class Rig implements AutoCloseable {

    private final Path folder;
    private final LocalService broker;
    private final LocalService postgres;
    private final Database database;

    private final @Nullable Path recordings;

    private Rig(Path folder, LocalService broker, LocalService postgres, Database database, @Nullable Path recordings) {
        this.folder = folder;
        this.broker = broker;
        this.postgres = postgres;
        this.database = database;
        this.recordings = recordings;
    }

    /**
     * Starts both.
     *
     * @param recordings where contenders leave flight recordings, if anywhere
     */
    static Rig open(@Nullable Path recordings) throws IOException, SQLException {
        if (recordings != null) {
            Files.createDirectories(recordings);
        }
        Path folder = Files.createTempDirectory("scale-benchmarks");
        LocalService broker = RabbitNode.start(folder.resolve("broker"));
        LocalService postgres = EmbeddedPostgres.start(folder.resolve("database"));
        Database database = Database.open(DatabaseUrl.parse(postgres.url()), 2, "benchmarks");
        Rig rig = new Rig(folder, broker, postgres, database, recordings);
        Schema.migrate(database);
        JobsModule jobs = new JobsModule();
        Schema.migrate(database, jobs.name(), jobs.migrations().orElseThrow());
        // A checkpoint before each turn and none in it, so that it does not fall to one contender by chance.
        rig.execute("alter system set max_wal_size = '8GB'");
        rig.execute("alter system set checkpoint_timeout = '1h'");
        rig.execute("select pg_reload_conf()");
        return rig;
    }

    Optional<Path> recordings() {
        return Optional.ofNullable(recordings);
    }

    LocalService broker() {
        return broker;
    }

    LocalService postgres() {
        return postgres;
    }

    Database database() {
        return database;
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = database.connection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A single number. */
    long number(String sql) throws SQLException {
        try (Connection connection = database.connection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Override
    public void close() throws IOException {
        try (broker;
                postgres) {
            database.close();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
