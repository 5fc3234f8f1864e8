package dev.scale.acceptance.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Assumptions;

/** kombu's plain {@code SimpleQueue}, as a foreign client that declares its queue itself. */
public record Kombu(SharedService service, String queue) {

    private static final String PYTHON = "/usr/bin/python3";

    /** Skips the tests where kombu is missing, and fails them with CI=true. */
    public static void require() throws Exception {
        if (new ProcessBuilder(PYTHON, "-c", "import kombu").start().waitFor() != 0) {
            String missing = "kombu is missing: install it, on Debian with: apt-get install python3-kombu";
            assertThat(System.getenv("CI")).as(missing).isNotEqualTo("true");
            System.err.println("SKIPPED: " + missing);
            Assumptions.abort(missing);
        }
    }

    /** Runs statements with {@code queue} open, and returns what they printed. */
    String run(String statements) throws Exception {
        String script = """
                import os
                from kombu import Connection
                with Connection(os.environ['SCALE_BROKER_URL']) as connection:
                    queue = connection.SimpleQueue(os.environ['SCALE_QUEUE_NAME'])
                    %s
                    queue.close()
                """.formatted(statements);
        ProcessBuilder builder = new ProcessBuilder(PYTHON, "-c", script).redirectErrorStream(true);
        builder.environment().put("SCALE_BROKER_URL", service.url());
        builder.environment().put("SCALE_QUEUE_NAME", queue);
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed.strip();
    }
}
