package dev.scale.acceptance.deploy;

import static dev.scale.acceptance.deploy.DeployFiles.at;
import static dev.scale.acceptance.deploy.DeployFiles.maps;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules for Prometheus and the dashboard for Grafana. */
class MonitoringTest {

    private static final Path PROMETHEUS = DeployFiles.ROOT.resolve("prometheus");
    private static final Path RULES = PROMETHEUS.resolve("scale-rules.yml");
    private static final Path DASHBOARD = DeployFiles.ROOT.resolve("grafana/scale.json");
    private static final Pattern METRIC = Pattern.compile("\\bscale_[a-z0-9_]+");
    private static final String TOOL = "promtool";

    @TempDir
    Path temporary;

    @Test
    void prometheusReadsTheRulesAndTheyFireWhenTheyShould() throws Exception {
        Shell shell = Shell.in(temporary);
        boolean there = shell.run("sh", "-c", "command -v " + TOOL).exitCode() == 0;
        if (!there && !Objects.equals(System.getenv("CI"), "true")) {
            System.err.println("SKIPPED: promtool is missing (Debian: apt install prometheus)");
            Assumptions.abort("promtool is missing");
        }

        shell.must(TOOL, "check", "rules", RULES.toString());
        shell.must(
                TOOL,
                "test",
                "rules",
                PROMETHEUS.resolve("scale-rules-test.yml").toString());
    }

    @Test
    void everyAlertSaysWhatToDoAndIsTested() throws IOException {
        String tests = Files.readString(PROMETHEUS.resolve("scale-rules-test.yml"));
        List<Map<String, Object>> rules = maps(DeployFiles.yaml(RULES).get(0), "groups", 0, "rules");

        assertThat(rules).isNotEmpty().allSatisfy(rule -> {
            assertThat(at(rule, "annotations", "summary")).isPresent();
            assertThat(at(rule, "annotations", "action")).isPresent();
            assertThat(at(rule, "labels", "severity").orElseThrow()).isIn("critical", "warning");
            assertThat(tests).contains("alertname=\"" + rule.get("alert") + "\"");
        });
    }

    @Test
    void rulesAndDashboardNameOnlyMetricsThatThereAre() throws IOException {
        Set<String> known =
                metrics(Files.readString(DeployFiles.ROOT.resolveSibling("docs").resolve("metrics.md")));

        assertThat(known).contains("scale_freshness_seconds", "scale_commands_total");
        for (Path file : List.of(RULES, PROMETHEUS.resolve("scale-rules-test.yml"), DASHBOARD)) {
            assertThat(metrics(Files.readString(file)))
                    .as(file.toString())
                    .isNotEmpty()
                    .isSubsetOf(known);
        }
    }

    @Test
    void panelsOfTheDashboardDoNotOverlapAndAskTheChosenSource() {
        Map<String, Object> dashboard = DeployFiles.json(DASHBOARD);
        List<Map<String, Object>> panels = maps(dashboard, "panels");

        assertThat(panels).isNotEmpty();
        Set<String> cells = panels.stream().flatMap(MonitoringTest::cells).collect(Collectors.toSet());
        assertThat(cells)
                .hasSize((int) panels.stream().flatMap(MonitoringTest::cells).count());
        assertThat(panels)
                .allSatisfy(panel -> assertThat(maps(panel, "targets"))
                        .isNotEmpty()
                        .allSatisfy(target ->
                                assertThat(at(target, "datasource", "uid")).hasValue("${datasource}")));
        assertThat(maps(dashboard, "templating", "list")).extracting("name").containsExactly("datasource", "queue");
    }

    private static Stream<String> cells(Map<String, Object> panel) {
        int left = number(panel, "x");
        int top = number(panel, "y");
        return Stream.iterate(left, x -> x < left + number(panel, "w"), x -> x + 1)
                .flatMap(x -> Stream.iterate(top, y -> y < top + number(panel, "h"), y -> y + 1)
                        .map(y -> x + "," + y));
    }

    private static int number(Map<String, Object> panel, String name) {
        return (Integer) at(panel, "gridPos", name).orElseThrow();
    }

    private static Set<String> metrics(String text) {
        return METRIC.matcher(text).results().map(found -> found.group()).collect(Collectors.toSet());
    }
}
