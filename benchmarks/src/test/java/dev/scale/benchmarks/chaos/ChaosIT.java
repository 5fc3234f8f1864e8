package dev.scale.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.benchmarks.chaos.handler.Sabotage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A short run with every fault. {@code benchmarks/chaos} is the same at length. */
class ChaosIT {

    private static final long SEED = 20_260_101;
    private static final Duration LENGTH = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(
            value = Site.BrokerKind.class,
            names = {"EMBEDDED", "RABBITMQ"})
    void nothingConfirmedIsLostAndNothingHappensTwice(Site.BrokerKind kind) throws Exception {
        Plan plan = Plan.random(SEED, LENGTH, EnumSet.allOf(Fault.class));
        try (Site site = Sites.open(folder.resolve("services"), kind)) {
            Report report = new ChaosRun(site, plan, Load.DEFAULT, Sabotage.NONE, folder).run("short");

            assertThat(report.good()).as(report.text() + report.complaints()).isTrue();
            assertThat(report.confirmed()).isPositive();
            assertThat(report.unconfirmed()).isZero();
            assertThat(report.facts().faultsInjected()).isPositive();
            assertThat(report.facts().ownEnds()).isZero();
        }
    }
}
