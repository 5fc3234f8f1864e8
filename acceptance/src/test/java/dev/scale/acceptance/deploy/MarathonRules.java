package dev.scale.acceptance.deploy;

import static dev.scale.acceptance.deploy.DeployFiles.at;
import static dev.scale.acceptance.deploy.DeployFiles.map;
import static dev.scale.acceptance.deploy.DeployFiles.maps;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What Marathon (1.5 and later) says an application may look like: its API's types, networking, persistent volumes, secrets. */
final class MarathonRules {

    private static final Set<String> APP = Set.of(
            "id",
            "instances",
            "cpus",
            "mem",
            "disk",
            "args",
            "cmd",
            "container",
            "networks",
            "env",
            "secrets",
            "labels",
            "healthChecks",
            "readinessChecks",
            "residency",
            "unreachableStrategy",
            "upgradeStrategy",
            "dependencies",
            "constraints",
            "taskKillGracePeriodSeconds");
    private static final Set<String> HEALTH_CHECK = Set.of(
            "protocol",
            "path",
            "portIndex",
            "gracePeriodSeconds",
            "intervalSeconds",
            "timeoutSeconds",
            "maxConsecutiveFailures");
    private static final Set<String> READINESS_CHECK =
            Set.of("name", "protocol", "path", "portName", "intervalSeconds", "timeoutSeconds");
    private static final Set<String> PORT_MAPPING = Set.of("name", "containerPort", "hostPort", "protocol", "labels");
    private static final String ID = "(/?[a-z0-9]([a-z0-9-]*[a-z0-9])?)(/[a-z0-9]([a-z0-9-]*[a-z0-9])?)*";

    private final Map<String, Object> app;
    private final List<Map<String, Object>> ports;

    private MarathonRules(Map<String, Object> app) {
        this.app = app;
        this.ports = maps(app, "container", "portMappings");
    }

    static void check(Map<String, Object> app) {
        MarathonRules rules = new MarathonRules(app);
        rules.members();
        rules.network();
        rules.checks();
        rules.variables();
        rules.volumes();
        rules.replacement();
    }

    private void members() {
        assertThat(APP).containsAll(app.keySet());
        assertThat(app.get("id").toString()).matches(ID);
        assertThat((Integer) app.get("instances")).isPositive();
        assertThat(((Number) app.get("cpus")).doubleValue()).isGreaterThanOrEqualTo(0.001);
        assertThat(app).as("either, or neither").doesNotContainKeys("cmd");
        assertThat(at(app, "container", "type")).hasValue("DOCKER");
        assertThat(at(app, "container", "docker", "image").orElseThrow().toString())
                .matches("[a-z0-9./-]+:[A-Za-z0-9._-]+");
    }

    private void network() {
        assertThat(maps(app, "networks")).containsExactly(Map.of("mode", "container/bridge"));
        assertThat(ports).extracting(port -> port.get("name")).doesNotHaveDuplicates();
        for (Map<String, Object> port : ports) {
            assertThat(PORT_MAPPING).containsAll(port.keySet());
            assertThat(port).containsEntry("protocol", "tcp").containsKey("hostPort");
            at(port, "labels", "VIP_0")
                    .ifPresent(vip -> assertThat(vip.toString())
                            .matches("(/[a-z0-9]([a-z0-9-]*[a-z0-9])?)+:" + port.get("containerPort")));
        }
    }

    private void checks() {
        for (Map<String, Object> check : maps(app, "healthChecks")) {
            assertThat(HEALTH_CHECK).containsAll(check.keySet());
            assertThat(check.get("protocol")).isIn("MESOS_HTTP", "MESOS_TCP");
            assertThat(check.containsKey("path")).isEqualTo("MESOS_HTTP".equals(check.get("protocol")));
            assertThat((Integer) check.get("portIndex")).isBetween(0, ports.size() - 1);
            assertThat((Integer) check.get("timeoutSeconds")).isLessThan((Integer) check.get("intervalSeconds"));
        }
        for (Map<String, Object> check : maps(app, "readinessChecks")) {
            assertThat(READINESS_CHECK).containsAll(check.keySet());
            assertThat(ports).extracting(port -> port.get("name")).contains(check.get("portName"));
            assertThat((Integer) check.get("timeoutSeconds")).isLessThan((Integer) check.get("intervalSeconds"));
        }
        assertThat(maps(app, "readinessChecks").size()).as("Marathon takes one").isLessThanOrEqualTo(1);
    }

    /** A value is a text or names a secret; every secret is declared, and used. */
    private void variables() {
        Set<Object> used = new HashSet<>();
        map(app.get("env")).forEach((variable, value) -> {
            if (value instanceof Map<?, ?> reference) {
                assertThat(reference.keySet()).isEqualTo(Set.of("secret"));
                used.add(reference.get("secret"));
            } else {
                assertThat(value).isInstanceOf(String.class);
                assertThat(variable).as("in clear").doesNotContain("PASS", "TOKEN");
                assertThat(value.toString()).as("credentials in clear").doesNotContainPattern("://[^/]*:[^/]*@");
            }
        });
        assertThat(map(app.get("secrets")).keySet()).isEqualTo(used);
        map(app.get("secrets"))
                .values()
                .forEach(secret -> assertThat(at(secret, "source").orElseThrow().toString())
                        .matches("[a-z0-9-]+(/[a-z0-9-]+)+"));
    }

    /** A persistent volume is a folder of the sandbox; a second one shows it at an absolute path. */
    private void volumes() {
        List<Map<String, Object>> volumes = maps(app, "container", "volumes");
        for (Map<String, Object> volume : volumes) {
            assertThat(volume).containsEntry("mode", "RW");
            if (volume.containsKey("persistent")) {
                assertThat(volume.get("containerPath").toString()).doesNotContain("/");
                assertThat((Integer) at(volume, "persistent", "size").orElseThrow())
                        .isPositive();
                assertThat(volumes)
                        .anyMatch(shown -> volume.get("containerPath").equals(shown.get("hostPath"))
                                && shown.get("containerPath").toString().startsWith("/"));
                assertThat(app).containsKey("residency").containsEntry("unreachableStrategy", "disabled");
            }
        }
        if (app.containsKey("residency")) {
            assertThat(volumes).anyMatch(volume -> volume.containsKey("persistent"));
            assertThat(at(app, "residency", "taskLostBehavior")).hasValue("WAIT_FOREVER");
            assertThat((Integer) at(app, "residency", "relaunchEscalationTimeoutSeconds")
                            .orElseThrow())
                    .isNotNegative();
        }
    }

    /** What is bound to one host, by its volume or port, cannot run twice while it is replaced. */
    private void replacement() {
        double over = capacity("maximumOverCapacity");
        double healthy = capacity("minimumHealthCapacity");
        boolean bound = app.containsKey("residency")
                || ports.stream().anyMatch(port -> !port.get("hostPort").equals(0));
        assertThat(bound ? over + healthy : 0.0).isZero();
        assertThat(bound ? 1 : (over > 0 || healthy < 1) ? 1 : 0)
                .as("it can be replaced at all")
                .isEqualTo(1);
    }

    private double capacity(String name) {
        double capacity = ((Number) at(app, "upgradeStrategy", name).orElseThrow()).doubleValue();
        assertThat(capacity).isBetween(0.0, 1.0);
        return capacity;
    }
}
