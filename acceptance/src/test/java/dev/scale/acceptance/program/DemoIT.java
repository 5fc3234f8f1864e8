package dev.scale.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scale demo}. */
class DemoIT {

    @TempDir
    Path folder;

    @Test
    void everyCommandIsAccountedForAndEveryJobEndsAsPlanned() throws Exception {
        Program.Ran ran = Program.copiedTo(folder).run("demo", "--jobs", "50", "--tasks", "4", "--json");

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.out())
                .hasLineCount(1)
                .contains(
                        "\"jobs\":50,\"completed\":49,\"failed\":1,",
                        "\"retried\":5,\"dead_lettered\":0,\"lost\":0,",
                        "\"latency_ms\":{\"p50\":",
                        "\"database_connections_peak\":",
                        "\"broker\":",
                        "\"database\":",
                        "\"seconds\":");
    }
}
