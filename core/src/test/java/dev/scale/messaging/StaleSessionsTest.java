package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.messaging.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sessions that are in another state than a new one would be, such as after a setting of their role has changed. */
class StaleSessionsTest extends CountingWorkerTest {

    /** More than are tried before a command would be to blame. */
    private static final int CONNECTIONS = 40;

    @Test
    void noCommandPaysForSessionsThatAreReadOnlyStill() throws SQLException {
        try (Database stale = POSTGRES.open(CONNECTIONS, "stale")) {
            makeReadOnly(stale);
            worker.close();
            worker = newWorker(stale, HandlerGroup.of(COUNT, this::count), NOTHING_LATER);
            send(200, "well");

            worker.start();

            awaitEnded(200);
            assertThat(outcomes(Outcome.Done.class)).isEqualTo(200);
            assertThat(total()).isEqualTo(200);
        }
    }

    private static void makeReadOnly(Database database) throws SQLException {
        List<Connection> all = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            Connection connection = database.connection();
            all.add(connection);
            try (Statement statement = connection.createStatement()) {
                statement.execute("set default_transaction_read_only = on");
            }
        }
        for (Connection connection : all) {
            connection.close();
        }
    }
}
