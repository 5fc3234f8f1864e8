package dev.scale.benchmarks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** That it measures: each scenario checks the rows that its contenders leave. No figure is asserted. */
class RunIT {

    @Test
    void everyScenarioRunsAtSmallSize(@TempDir Path folder) throws Exception {
        Path figures = folder.resolve("figures.json");

        int code = Run.commandLine()
                .execute(
                        "--commands",
                        "2000",
                        "--warm-ups",
                        "0",
                        "--rounds",
                        "1",
                        "--queues",
                        "quorum",
                        "--no-peers",
                        "--json",
                        figures.toString());

        assertThat(code).isZero();
        assertThat(Files.readString(figures)).contains(Run.SCENARIOS.keySet());
    }

    @Test
    void anUnknownScenarioIsRefusedBeforeAnythingStarts() {
        StringWriter errors = new StringWriter();
        CommandLine run = Run.commandLine().setErr(new PrintWriter(errors));

        assertThat(run.execute("drian")).isEqualTo(2);
        assertThat(errors.toString()).contains("no scenario 'drian'", "drain");
        assertThat(run.execute("--queues", "mirrored")).isEqualTo(2);
    }
}
