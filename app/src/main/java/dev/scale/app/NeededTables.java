package dev.scale.app;

import dev.scale.messaging.store.Database;
import dev.scale.messaging.store.SchemaVersion;
import java.sql.SQLException;
import java.util.List;

/** The tables of the library and of every command module, as the database has them. */
public final class NeededTables {

    private NeededTables() {}

    /** Their versions; throws where they are older than this program needs, or cannot be read. Changes nothing. */
    public static List<SchemaVersion> versions(Configuration configuration) throws SQLException {
        try (Database database = configuration.openDatabase(2, "scale-doctor")) {
            return new Tables(database, Modules.of(configuration), false).require();
        }
    }
}
