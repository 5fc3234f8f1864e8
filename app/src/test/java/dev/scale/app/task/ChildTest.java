package dev.scale.app.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChildTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Child shell(String script) throws IOException {
        return Child.start(
                List.of("sh", "-c", script), environment -> environment.put("FOLDER", folder.toString()), err);
    }

    private Child.Ended ended(String script) throws Exception {
        return shell(script).await(Optional.empty(), LONG);
    }

    private void awaitFile(String name) {
        await().atMost(LONG).until(() -> Files.exists(folder.resolve(name)));
    }

    @Test
    void itsExitCodeIsTold() throws Exception {
        assertThat(ended("exit 0")).isEqualTo(new Child.Ended(0, false));
        assertThat(ended("exit 3")).isEqualTo(new Child.Ended(3, false));
        assertThat(ended("kill -9 $$")).isEqualTo(new Child.Ended(137, false));
    }

    @Test
    void itsStandardErrorIsPassedOnAndItsEndKept() throws Exception {
        Child child = shell("i=0; while [ $i -lt 20000 ]; do echo line $i >&2; i=$((i+1)); done");
        child.await(Optional.empty(), LONG);

        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .hasSize(20_000)
                .last()
                .isEqualTo("line 19999");
        assertThat(child.complaint()).endsWith("line 19998\nline 19999");
    }

    @Test
    void whatItLeavesBehindDoesNotKeepUsWaiting() throws Exception {
        Child child = shell("echo said >&2; (sleep 300 & echo $! >$FOLDER/pid.new); mv $FOLDER/pid.new $FOLDER/pid");
        assertThat(child.await(Optional.empty(), LONG).exitCode()).isZero();
        assertThat(child.complaint()).isEqualTo("said");

        ProcessHandle left = ProcessHandle.of(
                        Long.parseLong(Files.readString(folder.resolve("pid")).strip()))
                .orElseThrow();
        assertThat(left.isAlive()).as("is left alone").isTrue();
        left.destroyForcibly();
    }

    @Test
    void signalsReachIt() throws Exception {
        // not INT and HUP: where the tests run in the background they are ignored, and a shell cannot trap them then
        for (String signal : List.of("TERM", "USR1", "USR2")) {
            Path ready = folder.resolve("ready-" + signal);
            Child child = shell("trap 'exit 7' " + signal + "; >" + ready + "; while :; do sleep 0.05; done");
            awaitFile("ready-" + signal);
            child.signal(signal);

            assertThat(child.await(Optional.empty(), LONG)).as(signal).isEqualTo(new Child.Ended(7, false));
            child.signal(signal);
        }
    }

    @Test
    void afterItsLimitItMayEndInGoodOrder() throws Exception {
        Child child = shell("trap 'echo told >&2; exit 0' TERM; while :; do sleep 0.05; done");

        assertThat(child.await(Optional.of(Duration.ofMillis(500)), LONG)).isEqualTo(new Child.Ended(0, true));
        assertThat(child.complaint()).endsWith("told");
    }

    @Test
    void whatDoesNotEndAfterTheGraceIsKilledWithAllThatItHasStarted() throws Exception {
        Child child = shell("trap '' TERM; sh -c 'echo $$ >$FOLDER/pid; while :; do sleep 0.05; done' & wait;"
                + " while :; do sleep 0.05; done");
        awaitFile("pid");
        await().atMost(LONG)
                .until(() -> !Files.readString(folder.resolve("pid")).isBlank());
        long grandchild = Long.parseLong(Files.readString(folder.resolve("pid")).strip());

        assertThat(child.await(Optional.of(Duration.ofMillis(100)), Duration.ofMillis(300)))
                .isEqualTo(new Child.Ended(137, true));
        await().atMost(LONG)
                .until(() -> ProcessHandle.of(grandchild)
                        .filter(ProcessHandle::isAlive)
                        .isEmpty());
    }

    @Test
    void whatCannotBeStartedIsAnError() {
        assertThatThrownBy(() -> Child.start(List.of("/no/such/program"), environment -> {}, err))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("error=2,");
    }
}
