package dev.scale.app;

import dev.scale.messaging.store.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;

/**
 * What there is to know about the database at a glance.
 *
 * @param schema newest version of the tables, by module; empty before the first migration
 */
record DatabaseFacts(String place, String server, Map<String, String> schema) {

    private static final String HISTORY = "history_";

    /** Migrates first. */
    static DatabaseFacts afterMigration(Configuration configuration) throws SQLException {
        return withTables(configuration, true);
    }

    /** Looks whether the tables are as this program needs them, and changes nothing. */
    static DatabaseFacts afterCheck(Configuration configuration) throws SQLException {
        return withTables(configuration, false);
    }

    private static DatabaseFacts withTables(Configuration configuration, boolean mayChange) throws SQLException {
        try (Database database = configuration.openDatabase(2, "scale-migrate")) {
            new Tables(database, Modules.of(configuration), mayChange).require();
            return database.run(connection -> of(connection, database.place()));
        }
    }

    static DatabaseFacts of(TableReader tables) throws SQLException {
        try {
            return tables.read((connection, now) -> of(connection, tables.place()));
        } catch (SQLTransientConnectionException e) {
            throw e; // names the place
        } catch (SQLException e) {
            throw new SQLException(
                    "the tables at " + tables.place() + " cannot be read: " + e.getMessage(), e.getSQLState(), e);
        }
    }

    private static DatabaseFacts of(Connection connection, String place) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            List<String> modules = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery("select substr(tablename, " + (HISTORY.length() + 1)
                    + ") from pg_tables where schemaname = 'scale' and tablename ~ '^history_[a-z0-9_]+$'")) {
                while (rows.next()) {
                    modules.add(rows.getString(1));
                }
            }
            Map<String, String> versions = new TreeMap<>();
            for (String module : modules) {
                try (ResultSet row = statement.executeQuery("select version from scale." + HISTORY + module
                        + " where success and version is not null order by installed_rank desc limit 1")) {
                    if (row.next()) {
                        versions.put(module, row.getString(1));
                    }
                }
            }
            String server = connection.getMetaData().getDatabaseProductVersion();
            return new DatabaseFacts(place, "PostgreSQL " + server, versions);
        }
    }

    String describe() {
        StringBuilder text = new StringBuilder(place + ", " + server + ", tables");
        schema.forEach(
                (module, version) -> text.append(' ').append(module).append(' ').append(version));
        return schema.isEmpty() ? place + ", " + server + ", no tables yet" : text.toString();
    }

    void write(JsonGenerator generator) {
        generator.writeStringProperty("database", place);
        generator.writeStringProperty("database_server", server);
        generator.writeObjectPropertyStart("schema");
        schema.forEach(generator::writeStringProperty);
        generator.writeEndObject();
    }
}
