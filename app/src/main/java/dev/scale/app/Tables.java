package dev.scale.app;

import dev.scale.messaging.CommandModule;
import dev.scale.messaging.store.Database;
import dev.scale.messaging.store.Schema;
import dev.scale.messaging.store.SchemaVersion;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables of the library and of all command modules.
 *
 * @param mayChange whether they are migrated; else they are only checked
 */
record Tables(Database database, List<CommandModule> modules, boolean mayChange) {

    private static final Logger LOG = LoggerFactory.getLogger(Tables.class);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(3);

    /** As a handler treats them. A database that was started alongside is ours alone: nobody else would migrate it. */
    static Tables ofHandler(Configuration configuration, Database database, List<CommandModule> modules) {
        Optional<String> migrate = configuration.word(Setting.MIGRATE, "auto", "check");
        boolean only = migrate.equals(Optional.of("check")) && configuration.isSet(Setting.DATABASE_URL);
        return new Tables(database, modules, !only);
    }

    /** Migrates or checks them now and returns their versions. What keeps us from connecting is told at once. */
    List<SchemaVersion> require() throws SQLException {
        database.check();
        List<SchemaVersion> versions = new ArrayList<>();
        versions.add(warn(mayChange ? Schema.migrate(database) : Schema.require(database)));
        for (CommandModule module : modules) {
            if (module.migrations().isPresent()) {
                String folder = module.migrations().get();
                ClassLoader loader = module.getClass().getClassLoader();
                versions.add(warn(
                        mayChange
                                ? Schema.migrate(database, module.name(), folder, loader)
                                : Schema.require(database, module.name(), folder, loader)));
            }
        }
        return versions;
    }

    private static SchemaVersion warn(SchemaVersion version) {
        if (version.newer()) {
            LOG.warn(
                    "the tables of '{}' have version {}, this program knows {}: it works with them, but should be replaced by"
                            + " the newer one",
                    version.module(),
                    version.found(),
                    version.known());
        }
        return version;
    }

    /**
     * The same, but waits for a database that is away or does not let us in: that is an outage and no failure. Says why,
     * once for each reason.
     *
     * @return whether they are as needed; false where the stop came first
     */
    boolean await(StopSignal stop) throws InterruptedException {
        String told = "";
        while (!stop.asked()) {
            try {
                require();
                return true;
            } catch (RuntimeException | SQLException e) {
                if (!Errors.worthWaiting(e)) {
                    throw e instanceof RuntimeException failure
                            ? failure
                            : new Failure(Errors.exitCode(e), Errors.line(e), e);
                }
                if (!Errors.line(e).equals(told)) {
                    told = Errors.line(e);
                    LOG.warn("waiting for the database: {}", told);
                }
            }
            stop.within(BETWEEN_TRIES);
        }
        return false;
    }
}
