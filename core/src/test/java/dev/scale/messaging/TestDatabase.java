package dev.scale.messaging;

import dev.scale.local.EmbeddedPostgres;
import dev.scale.local.LocalService;
import dev.scale.messaging.store.Database;
import dev.scale.messaging.store.DatabaseUrl;
import dev.scale.messaging.store.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real PostgreSQL for tests: one server for all test classes of a JVM, an empty schema for each class. Registered with
 * {@code @RegisterExtension static}. Its store is the session's, since a JVM that takes turns with others is given its classes one at a time,
 * each in a root context of its own.
 */
public final class TestDatabase implements BeforeAllCallback, AfterAllCallback {

    private static final int CONNECTIONS = 12;

    private LocalService server;
    private Database database;

    @Override
    public void beforeAll(ExtensionContext context) throws SQLException {
        server = context.getStore(
                        ExtensionContext.StoreScope.LAUNCHER_SESSION, ExtensionContext.Namespace.create(Server.class))
                .computeIfAbsent("postgres", key -> new Server(), Server.class)
                .service;
        database = open(CONNECTIONS, "test");
        execute("drop schema if exists scale cascade");
        Schema.migrate(database);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        database.close();
    }

    public Database database() {
        return database;
    }

    public LocalService server() {
        return server;
    }

    /** Another pool on the same server, which shows its connections under a name. */
    public Database open(int connections, String name) {
        return Database.open(DatabaseUrl.parse(server.url()), connections, name);
    }

    public void execute(String sql) throws SQLException {
        try (Connection connection = database.connection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of each row as text. */
    public List<String> column(String sql, Object... parameters) {
        try (Connection connection = database.connection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                select.setObject(i + 1, parameters[i]);
            }
            List<String> values = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public long number(String sql, Object... parameters) {
        return Long.parseLong(column(sql, parameters).get(0));
    }

    private static final class Server implements AutoCloseable {

        private final Path folder;
        private final LocalService service;

        Server() {
            try {
                folder = Files.createTempDirectory("scale-test");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            service = EmbeddedPostgres.start(folder.resolve("postgres"));
        }

        @Override
        public void close() throws IOException {
            service.close();
            try (var files = Files.walk(folder)) {
                for (Path file :
                        files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
