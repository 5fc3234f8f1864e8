package dev.scale.acceptance.program;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.scale.local.RabbitNode;
import java.util.Objects;

/** RabbitMQ may be missing on a laptop, but not in continuous integration. */
final class Rabbit {

    private Rabbit() {}

    static void require() {
        if (RabbitNode.installed()) {
            return;
        }
        if (Objects.equals(System.getenv("CI"), "true")) {
            fail(RabbitNode.MISSING);
        }
        System.err.println("SKIPPED: " + RabbitNode.MISSING);
        abort(RabbitNode.MISSING);
    }
}
