package dev.scale.messaging.store;

import java.util.Arrays;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/**
 * The versions of the tables in the schema {@code scale}: the library's own and those of command modules, each with a
 * history of its own ({@code scale.history_MODULE}). Tables newer than this program are left as they are: each migration
 * leaves the program before it working, so that handlers can be replaced one by one.
 */
public final class Schema {

    private static final String OWN_MODULE = "messaging";
    private static final String OWN_FOLDER = "dev/scale/messaging/schema";

    private Schema() {}

    /** Brings the library's own tables to their newest version, and checks them; returns what they are now. */
    public static SchemaVersion migrate(Database database) {
        return migrate(database, OWN_MODULE, OWN_FOLDER);
    }

    /**
     * Brings a module's tables to their newest version, and checks them; returns what they are now. To be called after the
     * library's own. Safe when several processes migrate at once: one does it, the others wait for it. Needs two connections
     * of the pool.
     *
     * @param module names the history table
     * @param folder the migrations' folder on the class path
     * @throws SchemaException where that fails; {@link SchemaException#outage()} tells whether trying again later is right
     */
    public static SchemaVersion migrate(Database database, String module, String folder) {
        return migrate(database, module, folder, Schema.class.getClassLoader());
    }

    /** The same for a module that is not on the class path: its migrations are looked for by its class loader. */
    public static SchemaVersion migrate(Database database, String module, String folder, ClassLoader loader) {
        Flyway flyway = configure(database, module, folder, loader).load();
        try {
            flyway.migrate();
            return version(module, flyway.info());
        } catch (FlywayException e) {
            throw new SchemaException(tables(database, module) + " cannot be migrated", e);
        }
    }

    /** What {@link #require(Database, String, String)} does, for the library's own tables. */
    public static SchemaVersion require(Database database) {
        return require(database, OWN_MODULE, OWN_FOLDER);
    }

    /**
     * Looks at a module's tables and changes nothing: needs no more than the right to read {@code scale.history_MODULE}.
     *
     * @throws SchemaException where they are older than this program needs, were made by other migrations than it has, or
     *     cannot be read
     */
    public static SchemaVersion require(Database database, String module, String folder) {
        return require(database, module, folder, Schema.class.getClassLoader());
    }

    /** The same for a module that is not on the class path. */
    public static SchemaVersion require(Database database, String module, String folder, ClassLoader loader) {
        Flyway flyway = configure(database, module, folder, loader).load();
        SchemaVersion version;
        try {
            version = version(module, flyway.info());
            if (!version.tooOld()) {
                flyway.validate();
            }
        } catch (FlywayException e) {
            throw new SchemaException(tables(database, module) + " cannot be checked", e);
        }
        if (version.tooOld()) {
            throw new SchemaException(
                    tables(database, module) + " have version " + version.found() + ", and this program needs "
                            + version.known() + ": run `scale migrate` with a role that may change them");
        }
        return version;
    }

    private static String tables(Database database, String module) {
        return "the tables of '" + module + "' at " + database.place();
    }

    private static SchemaVersion version(String module, MigrationInfoService migrations) {
        MigrationInfo current = migrations.current();
        String known = Arrays.stream(migrations.all())
                .filter(migration -> migration.getState().isResolved() && migration.getVersion() != null)
                .map(MigrationInfo::getVersion)
                .max(MigrationVersion::compareTo)
                .map(String::valueOf)
                .orElse("0");
        return new SchemaVersion(module, current == null ? "0" : String.valueOf(current.getVersion()), known);
    }

    private static FluentConfiguration configure(Database database, String module, String folder, ClassLoader loader) {
        FluentConfiguration configuration = Flyway.configure(loader)
                .dataSource(database.dataSource())
                .locations("classpath:" + folder)
                .failOnMissingLocations(true)
                .schemas("scale")
                .defaultSchema("scale")
                .table("history_" + module)
                .baselineOnMigrate(true)
                .baselineVersion("0");
        // Not by its name: that would be looked for in what the whole configuration is as JSON, and take long.
        configuration
                .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(true);
        return configuration;
    }
}
