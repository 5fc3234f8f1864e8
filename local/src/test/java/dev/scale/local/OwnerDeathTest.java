package dev.scale.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnerDeathTest {
    @TempDir
    Path temp;

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "broker", "rabbitmq"})
    void serviceStopsInGoodOrderWhenItsOwnerIsKilled(String kind) throws Exception {
        MissingService.require(!kind.equals("rabbitmq") || RabbitNode.installed(), "no RabbitMQ server is installed");
        Path folder = temp.resolve("folder");
        OwnerProcess owner = OwnerProcess.of(kind, folder);
        assertThat(owner.service().isAlive()).isTrue();
        owner.kill();
        await().atMost(Duration.ofSeconds(60)).until(() -> !ServiceProcess.isRunning(owner.service()));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> ServiceProcess.recordedIn(folder).isEmpty());
        if (kind.equals("postgres")) {
            assertThat(folder.resolve("data/postmaster.pid")).doesNotExist();
            assertThat(Files.readString(folder.resolve("postgres.log"))).contains("database system is shut down");
        }
    }

    @Test
    void folderOfALiveOwnerInAnotherProcessIsRefused() throws Exception {
        OwnerProcess owner = OwnerProcess.of("postgres", temp.resolve("folder"));
        assertThatThrownBy(() -> EmbeddedPostgres.start(temp.resolve("folder")))
                .isInstanceOf(LocalServiceException.class)
                .hasMessageContaining("is in use by a running service");
        owner.kill();
        await().atMost(Duration.ofSeconds(60)).until(() -> !ServiceProcess.isRunning(owner.service()));
    }

    @Test
    void nextStartStopsThePostmasterThatAKilledOwnerAndGuardLeft() throws Exception {
        Path folder = temp.resolve("folder");
        OwnerProcess owner = OwnerProcess.of("postgres", folder);
        owner.killGuard();
        owner.kill();
        assertThat(owner.service().isAlive()).isTrue();
        try (LocalService next = EmbeddedPostgres.start(folder);
                var connection = EmbeddedPostgresTest.connect(next)) {
            assertThat(ServiceProcess.isRunning(owner.service())).isFalse();
            assertThat(EmbeddedPostgresTest.one(connection, "SELECT 1")).isEqualTo("1");
        }
    }
}
