package dev.scale.messaging.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scale.messaging.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SchemaTest {

    @RegisterExtension
    static final TestDatabase POSTGRES = new TestDatabase();

    @Test
    void severalProcessesMayMigrateAnEmptyDatabaseAtOnce() throws Exception {
        POSTGRES.execute("drop schema scale cascade");
        ExecutorService processes = Executors.newFixedThreadPool(6);
        try {
            List<Future<String>> versions = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                versions.add(processes.submit(() -> {
                    // As few connections as the smallest handler process has.
                    try (Database database = POSTGRES.open(2, "migrating")) {
                        return Schema.migrate(database);
                    }
                }));
            }
            for (Future<String> version : versions) {
                assertThat(version.get()).isEqualTo("1");
            }
        } finally {
            processes.shutdownNow();
        }
        assertThat(POSTGRES.column("select count(*) from scale.history_messaging where version = '1'"))
                .containsExactly("1");
        assertThat(POSTGRES.column("select table_name from information_schema.tables where table_schema = 'scale'"))
                .contains("inbox", "outbox", "dead_letter");
    }

    @Test
    void aDatabaseThatIsAwayIsAnOutageAndTheSecretStaysSecret() {
        DatabaseUrl nobody = DatabaseUrl.parse("postgres://svc:S3cr3t%21@127.0.0.1:1/scale?connectTimeout=1");
        try (Database database = Database.open(nobody, 2, "away")) {
            assertThatThrownBy(() -> Schema.migrate(database))
                    .isInstanceOfSatisfying(
                            SchemaException.class,
                            failure -> assertThat(failure.outage()).isTrue())
                    .satisfies(failure -> assertThat(failure).hasMessageNotContaining("S3cr3t"));
        }
    }
}
