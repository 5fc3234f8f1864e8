package dev.scale.local;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

/** A test that needs what is not installed is skipped, loudly, and fails in continuous integration. */
final class MissingService {
    private MissingService() {}

    static void require(boolean present, String missing) {
        if (present) {
            return;
        }
        if ("true".equals(System.getenv("CI"))) {
            fail(missing);
        }
        System.err.println("SKIPPED: " + missing);
        abort(missing);
    }
}
