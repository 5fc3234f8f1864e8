package dev.scale.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.benchmarks.chaos.handler.Sabotage;
import dev.scale.benchmarks.chaos.handler.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The proof is proven: what breaks a guarantee is seen, and what does not is not. */
class ProofIT {

    private static final long SEED = 7;
    private static final Load LOAD = new Load(10, 100, false);

    @TempDir
    static Path folder;

    private static Site site;

    @BeforeAll
    static void open() {
        site = Sites.open(folder.resolve("services"), Site.BrokerKind.EMBEDDED);
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Sabotage.class,
            names = {"ACKNOWLEDGE_FIRST", "NO_INBOX", "DELETE_FIRST", "DROP_EFFECT"})
    void aBrokenGuaranteeIsReported(Sabotage sabotage) throws Exception {
        Report report = run(quiet().withDeaths(sabotage.deaths()), sabotage);

        assertThat(report.account().lost().size() + report.account().twice().size())
                .as(report.text())
                .isPositive();
        assertThat(report.good()).isFalse();
    }

    @Test
    void whatSendersWronglyTakeForConfirmedIsReportedAsLost() throws Exception {
        Duration longerThanSendersWait = Duration.ofSeconds(4);
        Plan.Injection kill = new Plan.Injection(Duration.ofSeconds(2), Fault.KILL_BROKER, 0, longerThanSendersWait);
        Report report = run(new Plan(SEED, Duration.ofSeconds(4), List.of(kill)), Sabotage.IGNORE_RETURNS);

        assertThat(report.account().lost()).isNotEmpty();
        assertThat(report.good()).isFalse();
    }

    @Test
    void killedBeforeAndAfterEachStepEverythingHasOneEffect() throws Exception {
        List<Step> steps = List.of(Step.values());
        Report report = run(quiet().withDeaths(steps), Sabotage.NONE);

        assertThat(report.good()).as(report.text() + report.complaints()).isTrue();
        assertThat(report.facts().handlerLives()).isGreaterThanOrEqualTo(steps.size() + 2);
        assertThat(report.facts().ownEnds()).isZero();
    }

    /** Each signal comes once: a second one would end the process at once. */
    @Test
    void askedToEndAtEachStepEverythingHasOneEffectAndNothingIsCutOff() throws Exception {
        List<Step> steps = List.of(Step.values());
        Report report = run(quiet().withOrderlyEnds(steps), Sabotage.NONE);

        assertThat(report.good()).as(report.text() + report.complaints()).isTrue();
        assertThat(report.facts().handlerLives()).isGreaterThanOrEqualTo(steps.size() + 2);
        assertThat(report.facts().ownEnds()).isZero();
    }

    private static Plan quiet() {
        return new Plan(SEED, Duration.ofSeconds(3), List.of());
    }

    private static Report run(Plan plan, Sabotage sabotage) throws Exception {
        String name = "run_" + System.nanoTime();
        return new ChaosRun(site, plan, LOAD, sabotage, folder).run(name);
    }
}
