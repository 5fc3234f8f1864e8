package dev.scale.app.doctor;

import dev.scale.app.Configuration;
import dev.scale.app.Errors;
import dev.scale.app.NeededTables;
import dev.scale.app.Setting;
import dev.scale.messaging.store.SchemaVersion;
import dev.scale.messaging.store.ServerState;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the tables of the library and of every command module are those that this program needs. */
record TablesCheck(Configuration configuration, ServerState server) {

    private static final String TOPIC = "tables";

    List<Finding> find() {
        List<Finding> findings = new ArrayList<>();
        try {
            for (SchemaVersion version : NeededTables.versions(configuration)) {
                findings.add(
                        version.newer()
                                ? Finding.warning(
                                        TOPIC,
                                        "those of '" + version.module() + "' have version " + version.found()
                                                + ", this program knows " + version.known(),
                                        "it works with them, but a newer program has been here",
                                        "replace this program by the newer one")
                                : Finding.ok(
                                        TOPIC, "those of '" + version.module() + "' have version " + version.found()));
            }
        } catch (SQLException | RuntimeException e) {
            boolean handlersMigrate =
                    !configuration.word(Setting.MIGRATE, "auto", "check").equals(Optional.of("check"))
                            && server.mayCreate();
            String why = handlersMigrate
                    ? "the next handler that starts makes them, or says why it cannot"
                    : "handlers refuse to start or wait: they may not make them (" + Setting.MIGRATE.variable()
                            + ", rights of the role " + server.user() + ")";
            findings.add(
                    handlersMigrate
                            ? Finding.warning(TOPIC, Errors.line(e), why, "scale migrate")
                            : Finding.error(
                                    TOPIC,
                                    Errors.line(e),
                                    why,
                                    "scale migrate, with a role that may",
                                    Errors.exitCode(e)));
        }
        return findings;
    }
}
