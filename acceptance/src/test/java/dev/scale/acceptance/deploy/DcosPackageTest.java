package dev.scale.acceptance.deploy;

import static dev.scale.acceptance.deploy.DeployFiles.at;
import static dev.scale.acceptance.deploy.DeployFiles.map;
import static dev.scale.acceptance.deploy.DeployFiles.maps;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.mustachejava.DefaultMustacheFactory;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The package as DC/OS renders it: options over the defaults of its schema, into the template. */
class DcosPackageTest {

    private static final Path FOLDER = DeployFiles.ROOT.resolve("dcos");
    private static final Map<String, Object> SECRET_URL = Map.of("secret", "broker-url");

    @Test
    void withNothingChosenRabbitMqAlongsideIsUsed() throws Exception {
        Map<String, Object> app = rendered(Map.of());

        assertThat(map(app.get("env")))
                .containsEntry("SCALE_BROKER_URL", "amqp://rabbitmq.marathon.l4lb.thisdcos.directory:5672//")
                .containsEntry("SCALE_QUEUE_NAME", "scale-command-messages")
                .containsEntry("SCALE_HANDLER_THREADS", "2");
        assertThat(app).containsEntry("instances", 2);
        Map<String, Object> alongside = DeployFiles.json(DeployFiles.ROOT.resolve("marathon/rabbitmq.json"));
        assertThat(at(alongside, "container", "portMappings", 0, "labels", "VIP_0"))
                .hasValue("/rabbitmq:5672");
        assertThat(at(app, "env", "SCALE_BROKER_USER")).isEqualTo(at(alongside, "env", "RABBITMQ_DEFAULT_USER"));
        assertThat(at(app, "secrets", "broker-password")).isEqualTo(at(alongside, "secrets", "broker-password"));
    }

    @Test
    void sqsNeedsNeitherUserNorPassword() throws Exception {
        Map<String, Object> app = rendered(Map.of(
                "broker",
                Map.of("url", "sqs://us-east-1//", "user", "", "queue-name", "commands"),
                "handlers",
                Map.of("instances", 7, "threads", 4)));

        assertThat(map(app.get("env")))
                .containsEntry("SCALE_BROKER_URL", "sqs://us-east-1//")
                .containsEntry("SCALE_QUEUE_NAME", "commands")
                .containsEntry("SCALE_HANDLER_THREADS", "4")
                .doesNotContainKeys("SCALE_BROKER_USER", "SCALE_BROKER_PASSWORD");
        assertThat(app).containsEntry("instances", 7);
    }

    @Test
    void theWholeUrlMayBeASecret() throws Exception {
        Map<String, Object> app = rendered(Map.of(
                "broker",
                Map.of("secret-url", true),
                "service",
                Map.of("name", "batch/scale", "secret-path", "batch/scale")));

        assertThat(map(app.get("env")))
                .containsEntry("SCALE_BROKER_URL", SECRET_URL)
                .doesNotContainKeys("SCALE_BROKER_USER", "SCALE_BROKER_PASSWORD");
        assertThat(at(app, "secrets", "broker-url", "source")).hasValue("batch/scale/broker-url");
    }

    @Test
    void signsThatHtmlWouldEscapeStayAsTheyAre() throws Exception {
        Map<String, Object> app =
                rendered(Map.of("broker", Map.of("url", "amqps://a.example,b.example/v%2F&1", "user", "o'scale")));

        assertThat(map(app.get("env")))
                .containsEntry("SCALE_BROKER_URL", "amqps://a.example,b.example/v%2F&1")
                .containsEntry("SCALE_BROKER_USER", "o'scale");
    }

    @Test
    void packageAndResourcesAreAsTheUniverseWantsThem() throws Exception {
        Map<String, Object> description = DeployFiles.json(FOLDER.resolve("package.json"));

        assertThat(description)
                .containsEntry("packagingVersion", "4.0")
                .containsKeys(
                        "name",
                        "maintainer",
                        "description",
                        "tags",
                        "upgradesFrom",
                        "downgradesTo",
                        "minDcosReleaseVersion");
        assertThat(description.get("version").toString()).matches("[-a-zA-Z0-9.]+");
        assertThat(DeployFiles.image("scale")).endsWith(":" + description.get("version"));
        assertThat((List<?>) description.get("tags"))
                .allMatch(tag -> tag.toString().matches("\\S+"));
        assertThat(at(resource(), "assets", "container", "docker", "scale")).hasValue(DeployFiles.image("scale"));
    }

    /** Rendered, and checked as every application. */
    private static Map<String, Object> rendered(Map<String, Object> options) throws Exception {
        Map<String, Object> values = new LinkedHashMap<>();
        Map<String, Object> groups =
                map(DeployFiles.json(FOLDER.resolve("config.json")).get("properties"));
        assertThat(groups.keySet()).containsAll(options.keySet());
        groups.forEach((group, schema) -> {
            Map<String, Object> chosen = new LinkedHashMap<>();
            map(map(schema).get("properties")).forEach((name, option) -> {
                assertThat(map(option)).as(group + "." + name).containsKeys("type", "description", "default");
                chosen.put(name, map(option).get("default"));
            });
            Map<String, Object> given = map(options.getOrDefault(group, Map.of()));
            assertThat(chosen.keySet()).containsAll(given.keySet());
            chosen.putAll(given);
            values.put(group, chosen);
        });
        values.put("resource", resource());
        StringWriter text = new StringWriter();
        new DefaultMustacheFactory()
                .compile(new StringReader(Files.readString(FOLDER.resolve("marathon.json.mustache"))), "marathon")
                .execute(text, values);
        Map<String, Object> app = DeployFiles.json(text.toString());
        MarathonRules.check(app);
        assertThat(DeployFiles.variables()).containsAll(map(app.get("env")).keySet());
        assertThat(maps(app, "healthChecks")).hasSize(1);
        return app;
    }

    private static Map<String, Object> resource() {
        return DeployFiles.json(FOLDER.resolve("resource.json"));
    }
}
