package dev.scale.acceptance.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.local.LocalService;
import dev.scale.local.RabbitNode;
import dev.scale.messaging.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** After a kill of RabbitMQ everything comes flagged as redelivered: that alone makes nobody a culprit. */
@Timeout(value = 4, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KilledBrokerIT {

    @RegisterExtension
    static final TestDatabase POSTGRES = new TestDatabase();

    @TempDir
    Path folder;

    /** Stays the same over a restart, besides the one that is chosen anew each time. */
    private int port;

    private LocalService service;
    private Doomed doomed;

    @BeforeEach
    void startBroker() throws IOException, SQLException {
        if (!RabbitNode.installed() && !Objects.equals(System.getenv("CI"), "true")) {
            System.err.println("SKIPPED KilledBrokerIT: no RabbitMQ server is installed");
            Assumptions.abort("no RabbitMQ server is installed");
        }
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        start();
        doomed = new Doomed(POSTGRES, service.url().replaceFirst(":\\d+//$", ":" + port + "//"));
    }

    private void start() {
        service = RabbitNode.start(folder.resolve("rabbitmq"), List.of("listeners.tcp.2 = 127.0.0.1:" + port));
    }

    @AfterEach
    void stopBroker() {
        if (service != null) {
            service.close();
        }
    }

    @Test
    void tenThousandRedeliveredCommandsAreAppliedWithoutACrash() throws Exception {
        doomed.send(10_000, Map.of());

        try (Supervisor supervisor = new Supervisor(1, doomed.settings(2))) {
            await().atMost(Duration.ofMinutes(1)).until(() -> doomed.ended() > 500);
            killAndRestart();
            long before = doomed.ended();
            long restarted = System.nanoTime();
            doomed.awaitEnded();
            System.out.printf(
                    "%d redelivered commands took %d ms after the broker's restart%n",
                    10_000 - before, (System.nanoTime() - restarted) / 1_000_000);

            assertThat(supervisor.exitCodes()).isEmpty();
        }
        doomed.assertOnlyTheseAreDead();
    }

    @Test
    void aCulpritAmongRedeliveredCommandsIsFoundAndNobodyElseIs() throws Exception {
        doomed.send(1_000, Map.of(700, "halt"));

        try (Supervisor supervisor = new Supervisor(2, doomed.settings(2))) {
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> !supervisor.exitCodes().isEmpty());
            killAndRestart();
            doomed.awaitEnded();

            assertThat(supervisor.exitCodes()).containsOnly(3).hasSizeLessThanOrEqualTo(6);
        }
        doomed.assertOnlyTheseAreDead(700);
    }

    private void killAndRestart() {
        ProcessHandle.of(service.pid()).orElseThrow().destroyForcibly();
        service.close();
        start();
    }
}
