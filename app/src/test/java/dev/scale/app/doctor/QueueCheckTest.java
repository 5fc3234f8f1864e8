package dev.scale.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.app.Configuration;
import dev.scale.app.doctor.Finding.Severity;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueCheckTest {

    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> facts = new HashMap<>();

    @TempDir
    Path home;

    @BeforeEach
    void queue() {
        environment.put("SCALE_HOME", home.toString());
        environment.put("SCALE_QUEUE_NAME", "q");
        facts.put("queue", "q");
    }

    private List<Finding> find() {
        return new QueueCheck(Configuration.of(environment, Map.of()), facts).find();
    }

    private Finding trouble() {
        List<Finding> troubles = find().stream()
                .filter(finding -> finding.severity() != Severity.OK)
                .toList();
        assertThat(troubles).hasSize(1);
        assertThat(troubles.get(0).why()).isNotEmpty();
        assertThat(troubles.get(0).mend()).isNotEmpty();
        return troubles.get(0);
    }

    @Test
    void aBrokerThatTellsLittleHasNothingToMend() {
        assertThat(find())
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.OK));
        facts.putAll(Map.of("queue-type", "quorum", "durable", "yes", "delivery-limit", "20"));
        environment.put("SCALE_QUEUE_TYPE", "quorum");
        assertThat(find()).extracting(Finding::severity).containsOnly(Severity.OK);
    }

    @Test
    void whatDoesNotSuitTheSettingsIsAFinding() {
        facts.put("durable", "no");
        assertThat(trouble().severity()).isEqualTo(Severity.ERROR);
        facts.remove("durable");

        facts.put("delivery-limit", "3");
        assertThat(trouble().what()).contains("after 3 deliveries");
        facts.remove("delivery-limit");

        facts.put("queue-type", "classic");
        environment.put("SCALE_QUEUE_TYPE", "quorum");
        assertThat(trouble().what()).contains("classic", "quorum");

        facts.put("missing", "declared at first use");
        assertThat(trouble())
                .matches(finding -> finding.severity() == Severity.WARNING)
                .matches(finding -> finding.what().equals("there is no queue 'q'"));
        facts.put("missing", "create it");
        assertThat(trouble().severity()).isEqualTo(Severity.ERROR);
    }

    @Test
    void attributesOfSqsAreComparedToo() {
        facts.putAll(Map.of(
                "queue-type", "standard",
                "visibility-timeout-seconds", "60",
                "retention-seconds", "345600",
                "delay-seconds", "0",
                "maximum-message-bytes", "1048576",
                "redrive-policy", "{\"deadLetterTargetArn\":\"arn:aws:sqs:r:1:d\",\"maxReceiveCount\":100}"));
        assertThat(find()).extracting(Finding::severity).containsOnly(Severity.OK);

        facts.put("visibility-timeout-seconds", "30");
        assertThat(trouble().what()).contains("30 s");
        environment.put("SCALE_HANDLE_LIMIT", "20s");
        assertThat(find()).extracting(Finding::severity).containsOnly(Severity.OK);

        facts.put("retention-seconds", "3600");
        assertThat(trouble().what()).contains("keeps a command for 1 h");
        facts.remove("retention-seconds");
        facts.put("delay-seconds", "5");
        assertThat(trouble().what()).contains("by 5 s");
        facts.remove("delay-seconds");
        facts.put("maximum-message-bytes", "262144");
        assertThat(trouble().what()).contains("262144", "SCALE_MAX_BODY");
        environment.put("SCALE_MAX_BODY", "256KiB");
        facts.put("redrive-policy", "{\"maxReceiveCount\":\"5\"}");
        assertThat(trouble().what()).contains("after 5 deliveries");
    }
}
