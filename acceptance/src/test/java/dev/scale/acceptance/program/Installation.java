package dev.scale.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.local.EmbeddedPostgres;
import dev.scale.local.LocalService;
import dev.scale.local.RabbitNode;
import dev.scale.messaging.store.Database;
import dev.scale.messaging.store.DatabaseUrl;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** RabbitMQ, PostgreSQL with all tables, and a copy of the program whose environment names them. */
final class Installation implements AutoCloseable {

    private final Path folder;
    private final LocalService rabbit;
    private final LocalService postgres;
    private final Database database;
    private final Program program;

    private Installation(Path folder, LocalService rabbit, LocalService postgres) throws Exception {
        this.folder = folder;
        this.rabbit = rabbit;
        this.postgres = postgres;
        database = Database.open(DatabaseUrl.parse(postgres.url()), 2, "test");
        program = Program.in(folder).with("SCALE_BROKER_URL", rabbit.url()).with("SCALE_DATABASE_URL", postgres.url());
        assertThat(program.run("migrate").exitCode()).isZero();
    }

    static Installation start(Path folder) throws Exception {
        Rabbit.require();
        LocalService rabbit = RabbitNode.start(folder.resolve("rabbit"));
        return new Installation(folder, rabbit, EmbeddedPostgres.start(folder.resolve("postgres")));
    }

    /** The program with a queue of its own. */
    Program on(String queue) {
        return program.with("SCALE_QUEUE_NAME", queue);
    }

    RunningProgram handler(String queue) throws Exception {
        return RunningProgram.start(on(queue), folder, "handler").says("handling ");
    }

    String brokerUrl() {
        return rabbit.url();
    }

    String databaseUrl() {
        return postgres.url();
    }

    Path folder() {
        return folder;
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = database.connection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of each row. */
    List<String> column(String sql) {
        try (Connection connection = database.connection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        database.close();
        postgres.close();
        rabbit.close();
    }
}
