package dev.scale.messaging.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scale.messaging.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
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
        String newest = Schema.require(POSTGRES.database()).known();
        POSTGRES.execute("drop schema scale cascade");
        ExecutorService processes = Executors.newFixedThreadPool(6);
        try {
            List<Future<SchemaVersion>> versions = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                versions.add(processes.submit(() -> {
                    // As few connections as the smallest handler process has.
                    try (Database database = POSTGRES.open(2, "migrating")) {
                        return Schema.migrate(database);
                    }
                }));
            }
            for (Future<SchemaVersion> version : versions) {
                assertThat(version.get().found()).isEqualTo(newest);
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

    @Test
    void olderTablesAreRefusedByACheckAndMigratedOtherwise() throws Exception {
        Schema.migrate(POSTGRES.database(), "growing", "migrations/older");

        assertThat(Schema.require(POSTGRES.database(), "growing", "migrations/older"))
                .isEqualTo(new SchemaVersion("growing", "1", "1"));
        assertThatThrownBy(() -> Schema.require(POSTGRES.database(), "growing", "migrations/newer"))
                .isInstanceOfSatisfying(
                        SchemaException.class,
                        failure -> assertThat(failure.outage()).isFalse())
                .hasMessageContainingAll("growing", "have version 1", "needs 2", "scale migrate");
        assertThat(Schema.migrate(POSTGRES.database(), "growing", "migrations/newer"))
                .isEqualTo(new SchemaVersion("growing", "2", "2"));
    }

    @Test
    void newerTablesAreLeftAsTheyAreByBoth() {
        Schema.migrate(POSTGRES.database(), "ahead", "migrations/newer");

        SchemaVersion version = Schema.require(POSTGRES.database(), "ahead", "migrations/older");
        assertThat(version).isEqualTo(new SchemaVersion("ahead", "2", "1"));
        assertThat(version.newer()).isTrue();
        assertThat(Schema.migrate(POSTGRES.database(), "ahead", "migrations/older"))
                .isEqualTo(version);
    }

    @Test
    void noTablesAtAllAreVersionZero() {
        assertThatThrownBy(() -> Schema.require(POSTGRES.database(), "absent", "migrations/older"))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("have version 0");
        assertThat(POSTGRES.column("select tablename from pg_tables where tablename = 'history_absent'"))
                .isEmpty();
    }

    @Test
    void aModuleWhoseMigrationsAreNotOnTheClassPathIsAMistake() {
        assertThatThrownBy(() -> Schema.migrate(POSTGRES.database(), "lost", "migrations/absent"))
                .isInstanceOfSatisfying(
                        SchemaException.class,
                        failure -> assertThat(failure.outage()).isFalse())
                .hasMessageContainingAll("lost", "migrations/absent");
    }

    @Test
    void aCheckNeedsNoRightToChangeTables() throws Exception {
        Schema.migrate(POSTGRES.database());
        POSTGRES.execute("create role reader login password 'reader'; grant usage on schema scale to reader;"
                + " grant select on scale.history_messaging to reader");
        String url = POSTGRES.server().url().replaceFirst("//.*@", "//reader:reader@");
        try (Database database = Database.open(DatabaseUrl.parse(url), 2, "reader")) {
            assertThat(Schema.require(database).tooOld()).isFalse();
        } finally {
            POSTGRES.execute("drop owned by reader; drop role reader");
        }
    }

    @Test
    void whyThereIsNoConnectionIsSaidAtOnceAndNamesThePlace() {
        DatabaseUrl nobody = DatabaseUrl.parse("postgres://svc:S3cr3t%21@127.0.0.1:1/scale");
        try (Database database = Database.open(nobody, 1, "away")) {
            assertThatThrownBy(database::check)
                    .isInstanceOf(SQLException.class)
                    .hasMessageContainingAll("postgresql://127.0.0.1:1/scale", "refused")
                    .hasMessageNotContaining("S3cr3t");
        }
        DatabaseUrl stranger = DatabaseUrl.parse(POSTGRES.server().url().replaceFirst("//.*@", "//scale:wrong@"));
        try (Database database = Database.open(stranger, 1, "stranger")) {
            assertThatThrownBy(database::check)
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            refused -> assertThat(refused.getSQLState()).startsWith("28"))
                    .hasMessageContaining("127.0.0.1");
        }
    }

    @Test
    void aPasswordThatCannotBeHadIsAnOutage() {
        DatabaseUrl url = DatabaseUrl.parse(POSTGRES.server().url());
        try (Database database = Database.open(url, 1, "no password", () -> {
            throw new UncheckedIOException(new IOException("the file x cannot be read"));
        })) {
            assertThatThrownBy(database::check)
                    .hasMessageContaining("the file x cannot be read")
                    .satisfies(failure -> assertThat(SqlFailure.of(failure)).isEqualTo(SqlFailure.OUTAGE));
        }
    }
}
