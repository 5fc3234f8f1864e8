package dev.scale.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.messaging.store.DatabaseUrl;
import dev.scale.messaging.store.Replication;
import dev.scale.messaging.store.ServerState;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseCheckTest {

    private static final Replication NO_STANDBY = new Replication(0, "", "on");

    private static List<Finding> troubles(boolean pooler, Replication replication, String options) {
        ServerState server = new ServerState(
                170002, "PostgreSQL 17.2", List.of(), false, pooler, "scale", true, replication, List.of());
        return DatabaseCheck.server(server, DatabaseUrl.parse("postgres://h/db" + options)).stream()
                .filter(finding -> finding.severity() != Finding.Severity.OK)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"1, '', on", "2, '', remote_apply", "1, standby, local"})
    void aStandbyForWhichCommitsDoNotWaitIsAWarningWithTheSettingThatMendsIt(
            int standbys, String names, String commit) {
        assertThat(troubles(false, new Replication(standbys, names, commit), ""))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Finding.Severity.WARNING);
                    assertThat(finding.what()).startsWith(standbys + " standby servers");
                    assertThat(finding.why()).contains("lost");
                    assertThat(finding.mend()).contains("synchronous_standby_names = 'ANY 1 (*)'");
                });
    }

    @ParameterizedTest
    @CsvSource({"0, '', on", "1, standby, on", "1, 'ANY 1 (*)', remote_write", "0, '', local"})
    void aStandbyForWhichCommitsWaitAndNoneAreAllRight(int standbys, String names, String commit) {
        assertThat(troubles(false, new Replication(standbys, names, commit), ""))
                .isEmpty();
    }

    @Test
    void aPoolerIsAllRightWhereNoStatementIsPrepared() {
        assertThat(troubles(true, NO_STANDBY, ""))
                .singleElement()
                .satisfies(finding -> assertThat(finding.mend()).contains("prepareThreshold=0"));
        assertThat(troubles(true, NO_STANDBY, "?sslmode=prefer&prepareThreshold=0"))
                .isEmpty();
        assertThat(troubles(true, NO_STANDBY, "?prepareThreshold=05")).hasSize(1);
    }
}
