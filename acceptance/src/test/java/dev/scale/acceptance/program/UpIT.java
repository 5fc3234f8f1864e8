package dev.scale.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scale up}, and the other commands beside it with nothing set. */
class UpIT {

    @TempDir
    static Path folder;

    private static Program scale;
    private static Process up;

    @BeforeAll
    static void up() throws Exception {
        scale = Program.copiedTo(folder);
        Path out = folder.resolve("up.out");
        up = scale.start(out, folder.resolve("up.err"), "up");
        await().atMost(Duration.ofMinutes(2))
                .until(() -> !up.isAlive() || Files.readString(out).contains("ready"));
        assertThat(up.isAlive()).as(Files.readString(folder.resolve("up.err"))).isTrue();
    }

    /** The JVM is the process that was started, so that the signal reaches it. */
    @AfterAll
    static void aSignalDrainsAndEndsItInGoodOrder() throws Exception {
        up.destroy();
        assertThat(up.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(up.exitValue()).isZero();
        assertThat(scale.home().resolve("run")).doesNotExist();
        assertThat(scale.run("queue").exitCode()).isEqualTo(2);
    }

    @Test
    void whatIsSentIsHandled() throws Exception {
        Program.Ran sent =
                scale.runWithInput("{\"text\": \"\u00e9\"}\n{\n\"b\": 2}[3]", "send", "-t", "echo", "--json");

        assertThat(sent.exitCode()).as(sent.err()).isZero();
        assertThat(sent.out()).startsWith("{\"confirmed\":3,");
        await().untilAsserted(
                        () -> assertThat(scale.run("queue", "--json").out()).contains("\"ready\":0"));
    }

    @Test
    void sendNeedsTheShortClassPathOnly() throws Exception {
        Program small = Program.withShortClassPathOnly(folder.resolve("small"))
                .with("SCALE_HOME", scale.home().toString());

        assertThat(small.run("send", "-t", "echo", "-b", "{}"))
                .matches(ran -> ran.exitCode() == 0 && ran.err().isEmpty());
        assertThat(small.run("echo", "-c", "600").out()).contains("confirmed 600");
        assertThat(small.run("queue").exitCode()).isZero();
    }

    @Test
    void aBadBodyStopsTheSendingAfterThoseBeforeIt() throws Exception {
        Program.Ran ran = scale.runWithInput("{}\n{\"a\":}\n{}", "send", "-t", "echo");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.out()).contains("confirmed 1 command");
        assertThat(ran.err()).contains("line 2");
    }

    @Test
    void anIdNamesOneCommandOnly() throws Exception {
        assertThat(scale.run("send", "-t", "echo", "-b", "{}", "--id", "mine").out())
                .contains("mine");
        assertThat(scale.run("send", "-t", "echo", "-b", "{}{}", "--id", "mine").exitCode())
                .isEqualTo(2);
        assertThat(scale.run("send", "-t", "echo", "-b", "{}", "-c", "2", "--id", "mine")
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void statusShowsWhatRunsAndNoSecret() throws Exception {
        Program.Ran ran = scale.run("--verbose", "status", "--json");

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("\"up_pid\":\"" + up.pid() + "\"", "PostgreSQL", "\"troubles\":{}");
        for (String line : Files.readAllLines(scale.home().resolve("run"))) {
            if (line.contains("://")) {
                String password = line.replaceAll(".*://[^:]*:([^@]*)@.*", "$1");
                assertThat(ran.all() + Files.readString(folder.resolve("up.err")))
                        .doesNotContain(password);
            }
        }
    }

    @Test
    void aSecondOneInTheSameHomeIsRefused() throws Exception {
        Program.Ran ran = scale.run("up");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).hasLineCount(1).contains("another", String.valueOf(up.pid()));
    }

    @Test
    void wrongCredentialsAreExitCode77() throws Exception {
        Program.Ran ran = scale.with("SCALE_BROKER_PASSWORD", "wrong").run("queue");

        assertThat(ran.exitCode()).as(ran.err()).isEqualTo(77);
    }
}
