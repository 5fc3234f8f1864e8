package dev.scale.app.doctor;

import dev.scale.app.Configuration;
import dev.scale.app.Errors;
import dev.scale.app.Setting;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerUrl;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The broker: whether its URL can be read, it lets us in, and its queue suits us. Knows no broker but by its facts. */
record BrokerCheck(Configuration configuration) {

    private static final String TOPIC = "broker";

    List<Finding> find() {
        List<Finding> findings = new ArrayList<>();
        BrokerUrl url;
        try {
            url = configuration.brokerUrl();
            findings.add(Finding.ok(
                    TOPIC,
                    "URL read as " + url + ", from "
                            + configuration.origin(Setting.BROKER_URL).orElse("nowhere")));
        } catch (RuntimeException e) {
            findings.add(Finding.error(
                    TOPIC,
                    Errors.line(e),
                    "nothing can be sent or handled without a broker",
                    "set " + Setting.BROKER_URL.variable() + ", or start `scale up` to try things out",
                    Errors.exitCode(e)));
            return findings;
        }
        try (Broker broker = Broker.open(url, configuration.brokerOptions("scale-doctor"))) {
            Map<String, String> facts = broker.inspect();
            findings.add(Finding.ok(TOPIC, "credentials: " + facts.getOrDefault("credentials", credentials(url))));
            findings.add(Finding.ok(TOPIC, "reached: " + String.join(", ", described(facts))));
            findings.addAll(new QueueCheck(configuration, facts).find());
        } catch (RuntimeException e) {
            findings.add(Finding.error(
                    TOPIC,
                    Errors.line(e),
                    "nothing can be sent or handled; credentials: " + credentials(url),
                    "check " + Setting.BROKER_URL.variable() + " and that the broker runs, then `scale queue`",
                    Errors.exitCode(e)));
        }
        return findings;
    }

    private static List<String> described(Map<String, String> facts) {
        return facts.entrySet().stream()
                .filter(fact -> !fact.getKey().startsWith("queue")
                        && !fact.getKey().equals("credentials")
                        && !fact.getKey().equals(Broker.MISSING))
                .map(fact -> fact.getKey() + " " + fact.getValue())
                .toList();
    }

    /** Where they come from, never what they are. */
    private String credentials(BrokerUrl url) {
        Optional<String> password = configuration.origin(Setting.BROKER_PASSWORD);
        if (password.isPresent()) {
            return "password from " + password.get();
        }
        if (url.credentials().isPresent()) {
            return "from the URL";
        }
        return configuration.origin(Setting.BROKER_CERT_FILE).isPresent()
                ? "the client certificate (" + Setting.BROKER_CERT_FILE.variable() + ")"
                : "none are set: the broker's or the platform's default";
    }
}
