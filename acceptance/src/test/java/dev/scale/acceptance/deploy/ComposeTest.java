package dev.scale.acceptance.deploy;

import static dev.scale.acceptance.deploy.DeployFiles.at;
import static dev.scale.acceptance.deploy.DeployFiles.map;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.app.Setting;
import dev.scale.messaging.broker.BrokerUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ComposeTest {

    private static final Path FOLDER = DeployFiles.ROOT.resolve("compose");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)(?::[-?]([^}]*))?}");
    private static final Set<String> OURS = Set.of("handler", "dashboard");

    private final Map<String, Object> file =
            DeployFiles.yaml(FOLDER.resolve("compose.yaml")).get(0);
    private final Map<String, Object> services = map(file.get("services"));

    @Test
    void brokerAndDatabaseAreAlongsideUnlessTheyAreLeftOut() throws IOException {
        assertThat(services).containsOnlyKeys("handler", "dashboard", "rabbitmq", "postgres");
        for (String name : List.of("rabbitmq", "postgres")) {
            assertThat(at(services, name, "profiles")).hasValue(List.of(name));
            assertThat(at(services, name, "healthcheck", "test")).isPresent();
            String volume = at(services, name, "volumes", 0).orElseThrow().toString();
            assertThat(map(file.get("volumes"))).containsKey(volume.substring(0, volume.indexOf(':')));
            for (String ours : OURS) {
                assertThat(at(services, ours, "depends_on", name))
                        .hasValue(Map.of("condition", "service_healthy", "required", false));
            }
        }
        assertThat(example()).containsEntry("COMPOSE_PROFILES", "rabbitmq,postgres");
    }

    @Test
    void theUrlsThatStandInLeadToWhatIsAlongside() {
        Map<String, Object> environment =
                map(at(services, "handler", "environment").orElseThrow());

        BrokerUrl broker = BrokerUrl.parse(standIn(environment.get("SCALE_BROKER_URL")));
        assertThat(broker.toString()).contains("rabbitmq:5672");
        assertThat(standIn(environment.get("SCALE_DATABASE_URL"))).isEqualTo("postgres://scale@postgres:5432/scale");
        assertThat(at(services, "rabbitmq", "environment", "RABBITMQ_DEFAULT_USER"))
                .hasValue("scale");
        assertThat(at(services, "rabbitmq", "environment", "RABBITMQ_NODENAME")).hasValue("rabbit@localhost");
    }

    @Test
    void oursAreSettingsOfTheProgramAndSecretsComeFromOutside() {
        for (String name : OURS) {
            Map<String, Object> environment =
                    map(at(services, name, "environment").orElseThrow());
            assertThat(environment.keySet()).isSubsetOf(DeployFiles.variables());
            for (Setting setting : Setting.values()) {
                if (environment.get(setting.variable()) instanceof String value && setting.secret()) {
                    assertThat(value).startsWith("${");
                }
            }
            assertThat(map(services.get(name))).containsEntry("read_only", true);
            assertThat(seconds(at(services, name, "stop_grace_period").orElseThrow()))
                    .isGreaterThan(seconds(Setting.DRAIN_LIMIT.defaultValue()));
        }
        assertThat(at(services, "handler", "deploy", "replicas").orElseThrow().toString())
                .contains("HANDLERS");
        assertThat(at(services, "handler", "ports"))
                .as("many cannot have one port")
                .isEmpty();
    }

    @Test
    void portsAreOpenOnThisHostOnly() {
        services.values()
                .forEach(service -> at(service, "ports")
                        .ifPresent(ports -> assertThat((List<?>) ports)
                                .allMatch(port -> port.toString().startsWith("127.0.0.1:"))));
    }

    @Test
    void theExampleNamesEveryVariable() throws IOException {
        Set<String> used = VARIABLE.matcher(Files.readString(FOLDER.resolve("compose.yaml")))
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toSet());
        used.add("COMPOSE_PROFILES");

        assertThat(example().keySet()).isEqualTo(used);
    }

    private static Map<String, String> example() throws IOException {
        return Files.readAllLines(FOLDER.resolve("env.example")).stream()
                .map(line -> line.replaceFirst("^#(?=[A-Z_]+=)", ""))
                .filter(line -> line.matches("[A-Z_]+=.*"))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    }

    /** The default of a variable that is not set. */
    private static String standIn(Object value) {
        Matcher variable = VARIABLE.matcher(value.toString());
        assertThat(variable.matches()).as(value.toString()).isTrue();
        return variable.group(2);
    }

    private static long seconds(Object duration) {
        return Long.parseLong(duration.toString().replace("s", ""));
    }
}
