package dev.scale.app.http;

import dev.scale.app.Configuration;
import dev.scale.messaging.store.Database;
import dev.scale.messaging.store.TransactionLimits;
import dev.scale.messaging.store.Transactions;
import java.sql.SQLException;
import java.time.Duration;

/** The one database connection of the pages; no statement lasts longer than 5 s. */
final class PageDatabase implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final TransactionLimits LIMITS = new TransactionLimits(LIMIT, Duration.ofSeconds(2), LIMIT);

    private final Database database;

    PageDatabase(Configuration configuration, String applicationName) {
        database = configuration.openDatabase(1, applicationName);
    }

    <T> T run(Transactions.Work<T> work) throws SQLException {
        return database.run(connection -> {
            LIMITS.set(connection);
            return work.in(connection);
        });
    }

    @Override
    public void close() {
        database.close();
    }
}
