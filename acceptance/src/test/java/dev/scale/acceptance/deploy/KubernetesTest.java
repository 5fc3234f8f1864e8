package dev.scale.acceptance.deploy;

import static dev.scale.acceptance.deploy.DeployFiles.at;
import static dev.scale.acceptance.deploy.DeployFiles.map;
import static dev.scale.acceptance.deploy.DeployFiles.maps;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scale.app.Figure;
import dev.scale.app.Setting;
import dev.scale.messaging.broker.BrokerUrl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The overlays, rendered. */
class KubernetesTest {

    private static final Path FOLDER = DeployFiles.ROOT.resolve("kubernetes");
    private static final List<String> OVERLAYS = List.of("rabbitmq-alongside", "sqs", "external");

    static Stream<List<Map<String, Object>>> everything() {
        return Stream.concat(
                OVERLAYS.stream().map(KubernetesTest::overlay),
                Stream.of(
                        Kustomization.rendered(FOLDER.resolve("task")),
                        Kustomization.renderedWith(
                                FOLDER.resolve("overlays/external"), FOLDER.resolve("components/keda"))));
    }

    private static List<Map<String, Object>> overlay(String name) {
        return Kustomization.rendered(FOLDER.resolve("overlays").resolve(name));
    }

    @ParameterizedTest
    @MethodSource("everything")
    void resourcesAreOfKubernetesTypesAndOnceEach(List<Map<String, Object>> resources) {
        assertThat(resources).extracting(Kustomization::identity).doesNotHaveDuplicates();
        resources.stream()
                .filter(resource -> !resource.get("apiVersion").toString().startsWith("keda.sh/"))
                .forEach(KubernetesTypes::check);
    }

    @ParameterizedTest
    @MethodSource("everything")
    void podsAreRestrictedAndBounded(List<Map<String, Object>> resources) {
        for (Workload workload : Workload.in(resources)) {
            assertThat(workload.pod()).as(workload.name()).containsEntry("automountServiceAccountToken", false);
            assertThat(at(workload.pod(), "securityContext", "runAsNonRoot")).hasValue(true);
            assertThat(at(workload.pod(), "securityContext", "seccompProfile", "type"))
                    .hasValue("RuntimeDefault");
            assertThat(workload.ofContainer("securityContext", "allowPrivilegeEscalation"))
                    .hasValue(false);
            assertThat(workload.ofContainer("securityContext", "capabilities", "drop"))
                    .hasValue(List.of("ALL"));
            assertThat(workload.ofContainer("resources", "requests", "memory")).isPresent();
            assertThat(workload.ofContainer("resources", "limits", "memory")).isPresent();
            assertThat(maps(workload.container(), "volumeMounts"))
                    .extracting(mount -> mount.get("name"))
                    .isSubsetOf(Stream.concat(
                                    maps(workload.pod(), "volumes").stream().map(volume -> volume.get("name")),
                                    maps(workload.resource(), "spec", "volumeClaimTemplates").stream()
                                            .map(claim -> at(claim, "metadata", "name")
                                                    .orElseThrow()))
                            .toList());
        }
    }

    @ParameterizedTest
    @MethodSource("everything")
    void everySelectorSelectsPodsThatThereAre(List<Map<String, Object>> resources) {
        List<Workload> workloads = Workload.in(resources);
        for (Map<String, Object> resource : resources) {
            Map<String, Object> selector = switch (resource.get("kind").toString()) {
                case "Service" -> map(at(resource, "spec", "selector").orElseThrow());
                case "Deployment", "StatefulSet", "PodDisruptionBudget" ->
                    map(at(resource, "spec", "selector", "matchLabels").orElseThrow());
                case "NetworkPolicy" ->
                    map(at(resource, "spec", "podSelector", "matchLabels").orElseThrow());
                default -> Map.of();
            };
            assertThat(workloads)
                    .as(Kustomization.identity(resource))
                    .anyMatch(workload -> workload.labels().entrySet().containsAll(selector.entrySet()));
            for (Map<String, Object> port : resource.get("kind").equals("Service")
                    ? maps(resource, "spec", "ports")
                    : List.<Map<String, Object>>of()) {
                assertThat(workloads)
                        .anyMatch(workload -> maps(workload.container(), "ports").stream()
                                .anyMatch(open -> open.get("name").equals(port.get("targetPort"))
                                        && open.get("containerPort").equals(port.get("port"))));
            }
        }
    }

    @Test
    void everyOverlaySaysWhichBrokerAndHandlersAreDrainedAndProbed() {
        for (String name : OVERLAYS) {
            List<Map<String, Object>> resources = overlay(name);
            Workload handler = Workload.named("scale-handler", resources);
            Map<String, Object> settings = settings(resources);
            assertThat(handler.environment().containsKey("SCALE_BROKER_URL") ^ settings.containsKey("SCALE_BROKER_URL"))
                    .as(name)
                    .isTrue();
            assertThat(DeployFiles.variables()).containsAll(settings.keySet());
            if (settings.get("SCALE_BROKER_URL") instanceof String url) {
                assertThat(BrokerUrl.parse(url).scheme()).isEqualTo(name.equals("sqs") ? "sqs" : "amqp");
            }
            long drain = Long.parseLong(Setting.DRAIN_LIMIT.defaultValue().replace("s", ""));
            assertThat(((Number) handler.pod().get("terminationGracePeriodSeconds")).longValue())
                    .isGreaterThan(drain);
            assertThat(handler.ofContainer("livenessProbe", "httpGet", "path")).hasValue("/health/live");
            assertThat(handler.ofContainer("readinessProbe", "httpGet", "path")).hasValue("/health/ready");
            assertThat(handler.ofContainer("securityContext", "readOnlyRootFilesystem"))
                    .hasValue(true);
            assertThat(handler.environment())
                    .containsKeys("SCALE_DATABASE_URL", "SCALE_HTTP_TOKEN")
                    .allSatisfy((variable, entry) -> assertThat(
                                    entry.get("value") == null || variable.equals("SCALE_HTTP_BIND"))
                            .as(variable + " in clear")
                            .isTrue());
        }
    }

    @Test
    void rabbitMqAlongsideKeepsItsDataUnderOneName() {
        Workload rabbit = Workload.named("scale-rabbitmq", overlay("rabbitmq-alongside"));

        assertThat(at(rabbit.resource(), "spec", "volumeClaimTemplates", 0, "spec", "resources", "requests", "storage"))
                .hasValue("1Gi");
        assertThat(maps(rabbit.container(), "volumeMounts"))
                .extracting(mount -> mount.get("mountPath"))
                .containsExactly("/var/lib/rabbitmq");
        assertThat(rabbit.environment().get("RABBITMQ_NODENAME")).containsEntry("value", "rabbit@localhost");
        assertThat(overlay("sqs")).noneMatch(resource -> resource.get("kind").equals("StatefulSet"));
    }

    @Test
    void sqsIsUsedByARoleAndNoKeys() {
        List<Map<String, Object>> resources = overlay("sqs");

        assertThat(resources)
                .anyMatch(resource -> resource.get("kind").equals("ServiceAccount")
                        && at(resource, "metadata", "annotations", "eks.amazonaws.com/role-arn")
                                .isPresent());
        assertThat(Workload.named("scale-handler", resources).environment().values())
                .noneMatch(
                        entry -> at(entry, "valueFrom", "secretKeyRef", "name").equals(Optional.of("scale-broker")));
    }

    @Test
    void theTaskReportsWithoutADatabaseAndIsTriedOnce() {
        Workload task = Workload.named("scale-task", Kustomization.rendered(FOLDER.resolve("task")));

        assertThat(task.environment()).doesNotContainKey("SCALE_DATABASE_URL");
        assertThat((List<?>) task.container().get("args")).asList().startsWith("task", "run", "--");
        assertThat(at(task.resource(), "spec", "backoffLimit")).hasValue(0);
        assertThat(task.pod()).containsEntry("restartPolicy", "Never");
        for (String name : List.of("rabbitmq-alongside", "sqs")) {
            assertThat(settings(overlay(name))).as("the task's settings").containsKey("SCALE_BROKER_URL");
        }
    }

    @Test
    void withKedaTheNumberOfHandlersFollowsFreshness() {
        List<Map<String, Object>> resources = Kustomization.renderedWith(
                FOLDER.resolve("overlays/rabbitmq-alongside"), FOLDER.resolve("components/keda"));
        Map<String, Object> scaling = resources.stream()
                .filter(resource -> resource.get("kind").equals("ScaledObject"))
                .findFirst()
                .orElseThrow();
        Workload handler = Workload.named(
                at(scaling, "spec", "scaleTargetRef", "name").orElseThrow().toString(), resources);

        assertThat(at(handler.resource(), "spec", "replicas")).isEmpty();
        assertThat((Integer) at(scaling, "spec", "minReplicaCount").orElseThrow())
                .isPositive();
        assertThat(at(scaling, "spec", "triggers", 0, "metadata", "valueLocation"))
                .hasValue("figures." + Figure.FRESHNESS.key());
        assertThat(at(scaling, "spec", "triggers", 0, "metadata", "url")
                        .orElseThrow()
                        .toString())
                .matches("http://" + handler.name() + "\\.[a-z]+:\\d+/api/figures");
        String authentication = at(scaling, "spec", "triggers", 0, "authenticationRef", "name")
                .orElseThrow()
                .toString();
        assertThat(resources)
                .anyMatch(resource -> resource.get("kind").equals("TriggerAuthentication")
                        && at(resource, "metadata", "name").equals(Optional.of(authentication))
                        && at(resource, "spec", "secretTargetRef", 0, "name").equals(Optional.of("scale-http")));
    }

    @Test
    void aPatchThatMatchesNothingFails(@TempDir Path folder) throws Exception {
        Files.writeString(
                folder.resolve("kustomization.yaml"), "resources: [one.yaml]\npatches: [{path: patch.yaml}]\n");
        Files.writeString(folder.resolve("one.yaml"), "{apiVersion: v1, kind: ConfigMap, metadata: {name: one}}");
        Files.writeString(folder.resolve("patch.yaml"), "{apiVersion: v1, kind: ConfigMap, metadata: {name: two}}");

        assertThatThrownBy(() -> Kustomization.rendered(folder)).hasMessageContaining("matches nothing");
    }

    @Test
    void kustomizeRendersTheSame(@TempDir Path folder) throws Exception {
        Shell shell = Shell.in(folder);
        if (shell.run("kubectl", "kustomize", "--help").exitCode() != 0) {
            System.err.println("SKIPPED: kubectl is missing, so Kustomize itself is not asked");
            org.junit.jupiter.api.Assumptions.abort("kubectl is missing");
        }
        for (String name : OVERLAYS) {
            Path file = Files.writeString(
                    folder.resolve(name + ".yaml"),
                    shell.must(
                            "kubectl",
                            "kustomize",
                            FOLDER.resolve("overlays").resolve(name).toString()));
            assertThat(DeployFiles.yaml(file)).as(name).containsExactlyInAnyOrderElementsOf(overlay(name));
        }
    }

    private static Map<String, Object> settings(List<Map<String, Object>> resources) {
        return resources.stream()
                .filter(resource -> resource.get("kind").equals("ConfigMap"))
                .map(resource -> map(resource.get("data")))
                .findFirst()
                .orElseThrow();
    }
}
