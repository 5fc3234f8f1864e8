package dev.scale.acceptance.deploy;

import static dev.scale.acceptance.deploy.DeployFiles.at;
import static dev.scale.acceptance.deploy.DeployFiles.map;
import static dev.scale.acceptance.deploy.DeployFiles.maps;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scale.app.Setting;
import dev.scale.messaging.broker.BrokerUrl;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarathonTest {

    private static final Path FOLDER = DeployFiles.ROOT.resolve("marathon");

    @ParameterizedTest
    @ValueSource(strings = {"rabbitmq.json", "alongside.json", "external.json"})
    void everyApplicationIsAsMarathonWantsIt(String name) {
        apps(name).forEach(MarathonRules::check);
    }

    @ParameterizedTest
    @ValueSource(strings = {"alongside.json", "external.json"})
    void handlersHaveTheirSettingsAndTimeToDrain(String name) {
        for (Map<String, Object> app : apps(name)) {
            if (!at(app, "args").equals(java.util.Optional.of(List.of("handler", "--http")))) {
                continue;
            }
            assertThat(DeployFiles.variables()).containsAll(map(app.get("env")).keySet());
            assertThat(map(app.get("env")))
                    .containsKeys("SCALE_BROKER_URL", "SCALE_DATABASE_URL")
                    .containsEntry("SCALE_QUEUE_NAME", Setting.QUEUE_NAME.defaultValue());
            assertThat((Integer) app.get("taskKillGracePeriodSeconds"))
                    .isGreaterThan(
                            Integer.parseInt(Setting.DRAIN_LIMIT.defaultValue().replace("s", "")));
        }
        assertThat(apps(name)).extracting(app -> app.get("id")).contains("/scale/handler", "/scale/dashboard");
    }

    @Test
    void handlersAlongsideFindRabbitMqByItsVirtualAddressAndWaitForIt() {
        List<Map<String, Object>> apps = apps("alongside.json");
        Map<String, Object> rabbit = apps.get(0);
        String vip = at(rabbit, "container", "portMappings", 0, "labels", "VIP_0")
                .orElseThrow()
                .toString();
        String host = vip.substring(1).replace(":", ".marathon.l4lb.thisdcos.directory:");
        for (Map<String, Object> handler : apps.subList(1, apps.size())) {
            String url = at(handler, "env", "SCALE_BROKER_URL").orElseThrow().toString();
            assertThat(BrokerUrl.parse(url).hosts()).singleElement().hasToString(host);
            assertThat(at(handler, "env", "SCALE_BROKER_USER")).isEqualTo(at(rabbit, "env", "RABBITMQ_DEFAULT_USER"));
            assertThat(at(handler, "secrets", "broker-password")).isEqualTo(at(rabbit, "secrets", "broker-password"));
            assertThat(at(handler, "dependencies")).hasValue(List.of(rabbit.get("id")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rabbitmq.json", "alongside.json"})
    void rabbitMqKeepsItsMessagesOnAVolumeOfOneGibibyte(String name) {
        Map<String, Object> rabbit = apps(name).get(0);

        assertThat(at(rabbit, "container", "volumes", 0, "containerPath")).hasValue("/var/lib/rabbitmq");
        assertThat(at(rabbit, "container", "volumes", 1, "persistent", "size")).hasValue(1024);
        assertThat(at(rabbit, "residency", "relaunchEscalationTimeoutSeconds")).hasValue(10);
        assertThat(at(rabbit, "env", "RABBITMQ_NODENAME"))
                .as("its folder has this name: the host's changes with every task")
                .hasValue("rabbit@localhost");
    }

    @Test
    void theRulesFindWhatTheDocumentLeftOpen() {
        Map<String, Object> rabbit = new HashMap<>(apps("rabbitmq.json").get(0));
        MarathonRules.check(rabbit);

        Map<String, Object> replaced = new HashMap<>(rabbit);
        replaced.put("upgradeStrategy", Map.of("minimumHealthCapacity", 1, "maximumOverCapacity", 1));
        Map<String, Object> inClear = new HashMap<>(rabbit);
        inClear.put("env", Map.of("RABBITMQ_DEFAULT_PASS", "guest"));
        Map<String, Object> unbound = new HashMap<>(rabbit);
        unbound.remove("residency");
        for (Map<String, Object> wrong : List.of(replaced, inClear, unbound)) {
            assertThatThrownBy(() -> MarathonRules.check(wrong)).isInstanceOf(AssertionError.class);
        }
    }

    private static List<Map<String, Object>> apps(String name) {
        Map<String, Object> file = DeployFiles.json(FOLDER.resolve(name));
        return Stream.of(file.containsKey("apps") ? maps(file, "apps") : List.of(file))
                .flatMap(List::stream)
                .toList();
    }
}
