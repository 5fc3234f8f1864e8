package dev.scale.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be said without a broker. */
class ProgramIT {

    private static final String SECRET = "S3cr3t";

    @TempDir
    Path folder;

    private Program scale;

    @BeforeEach
    void copy() throws IOException {
        scale = Program.copiedTo(folder);
    }

    @Test
    void withNothingSetEveryCommandSaysSoInOneLine() throws Exception {
        for (String command : new String[] {"queue", "echo", "status", "handler"}) {
            Program.Ran ran = scale.run(command);
            assertThat(ran.exitCode()).as(command).isEqualTo(2);
            assertThat(ran.out()).isEmpty();
            assertThat(ran.err()).hasLineCount(1).contains("SCALE_BROKER_URL", "scale up");
        }
        assertThat(scale.with("SCALE_BROKER_URL", "").run("migrate"))
                .matches(ran -> ran.exitCode() == 2 && ran.err().contains("SCALE_DATABASE_URL"));
    }

    @Test
    void wrongArgumentsAreOneLineAndExitCodeTwo() throws Exception {
        assertThat(scale.run("send", "--nonsense"))
                .matches(ran -> ran.exitCode() == 2 && ran.err().lines().count() == 1);
        assertThat(scale.run("no-such-command").exitCode()).isEqualTo(2);
        assertThat(scale.run("--help").exitCode()).isZero();
    }

    @Test
    void aBrokerThatCannotBeReachedIsExitCode69AndNoSecretIsShown() throws Exception {
        Program away = scale.with("SCALE_BROKER_URL", "amqp://svc:" + SECRET + "%21@127.0.0.1:1//")
                .with("SCALE_DATABASE_URL", "postgres://svc:" + SECRET + "@127.0.0.1:1/none");
        for (String command : new String[] {"queue", "echo", "status"}) {
            Program.Ran ran = away.run("--verbose", command);
            assertThat(ran.exitCode()).as(command).isEqualTo(69);
            assertThat(ran.all()).contains("127.0.0.1").doesNotContain(SECRET);
        }
        assertThat(away.run("--verbose", "migrate"))
                .matches(ran -> ran.exitCode() == 69 && !ran.all().contains(SECRET));
    }

    @Test
    void aMalformedUrlIsExitCodeTwoAndNoSecretIsShown() throws Exception {
        Program.Ran ran = scale.with("SCALE_BROKER_URL", "amqp://svc:" + SECRET + "@host:port//")
                .run("--verbose", "queue");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.all()).doesNotContain(SECRET);
    }
}
