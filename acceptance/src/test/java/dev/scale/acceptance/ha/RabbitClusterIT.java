package dev.scale.acceptance.ha;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.messaging.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A quorum queue on three RabbitMQ nodes, of which the one that leads it is killed. */
@Tag("long")
@Timeout(value = 8, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RabbitClusterIT {

    @RegisterExtension
    static final TestDatabase POSTGRES = new TestDatabase();

    @TempDir
    static Path folder;

    @BeforeAll
    static void require() {
        Ground.require(RabbitCluster.installed(), "RabbitMQ", "rabbitmq-server");
    }

    @Test
    void theLeaderOfTheQueueMayBeKilledAgainAndAgain() throws Exception {
        Tally tally = new Tally(POSTGRES.database());
        tally.makeTable();
        try (RabbitCluster cluster = new RabbitCluster(folder);
                Load load = new Load(cluster.url(), POSTGRES.server().url(), tally, Duration.ofSeconds(60))) {
            load.awaitUnderWay();

            int first = cluster.leader(load.queue());
            cluster.kill(first);
            load.awaitResumed("leader of the queue killed");

            int second = cluster.leader(load.queue());
            assertThat(second).as("another node leads").isNotEqualTo(first);
            cluster.start(first);
            load.awaitResumed("the killed node started again");
            cluster.kill(cluster.leader(load.queue()));
            load.awaitResumed("the next leader killed");

            load.settle(0);
        }
    }
}
