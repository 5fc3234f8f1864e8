package dev.scale.benchmarks.chaos;

import dev.scale.local.RabbitNode;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;

/** Sites for tests. */
final class Sites {

    private Sites() {}

    /** Where its broker is not installed the test is skipped, loudly, or fails where nothing may be missing. */
    static Site open(Path folder, Site.BrokerKind kind) {
        boolean installed = kind == Site.BrokerKind.EMBEDDED || kind == Site.BrokerKind.SQS || RabbitNode.installed();
        if (!installed && !Objects.equals(System.getenv("CI"), "true")) {
            System.err.println("SKIPPED: no RabbitMQ server on this machine (Debian: apt install rabbitmq-server)");
            Assumptions.abort("no RabbitMQ server on this machine");
        }
        return Site.open(folder, kind);
    }
}
