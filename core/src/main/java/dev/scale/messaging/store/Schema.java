package dev.scale.messaging.store;

import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;

/**
 * The versions of the tables in the schema {@code scale}: the library's own and those of command modules, each with a
 * history of its own ({@code scale.history_MODULE}). Safe when several processes migrate at once: one does it, the others
 * wait for it. Needs two connections of the pool.
 */
public final class Schema {

    private static final String OWN_MODULE = "messaging";
    private static final String OWN_FOLDER = "dev/scale/messaging/schema";

    private Schema() {}

    /** Brings the library's own tables to their newest version; returns it. */
    public static String migrate(Database database) {
        return migrate(database, OWN_MODULE, OWN_FOLDER);
    }

    /**
     * Brings a module's tables to their newest version; returns it. To be called after the library's own.
     *
     * @param module names the history table
     * @param folder the migrations' folder on the class path
     * @throws SchemaException where that fails; {@link SchemaException#outage()} tells whether trying again later is right
     */
    public static String migrate(Database database, String module, String folder) {
        Flyway flyway = Flyway.configure(Schema.class.getClassLoader())
                .dataSource(database.dataSource())
                .locations("classpath:" + folder)
                .schemas("scale")
                .defaultSchema("scale")
                .table("history_" + module)
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .configuration(Map.of("flyway.postgresql.transactional.lock", "true"))
                .load();
        try {
            flyway.migrate();
            MigrationInfo current = flyway.info().current();
            return current == null ? "0" : String.valueOf(current.getVersion());
        } catch (FlywayException e) {
            throw new SchemaException(module, e);
        }
    }
}
