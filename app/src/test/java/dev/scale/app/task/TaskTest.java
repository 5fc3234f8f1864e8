package dev.scale.app.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scale.app.Configuration;
import dev.scale.app.Failure;
import dev.scale.jobs.ExecutionId;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskTest {

    @TempDir
    Path home;

    private Configuration with(String... variables) {
        Map<String, String> environment = new HashMap<>(Map.of("SCALE_HOME", home.toString(), "SCALE_NODE", "node-7"));
        for (int i = 0; i < variables.length; i += 2) {
            environment.put(variables[i], variables[i + 1]);
        }
        return Configuration.of(environment, Map.of());
    }

    @Test
    void theSettingsNameTheExecution() {
        Task task = Task.named(with("SCALE_JOB_ID", "9223372036854775807", "SCALE_EXE_NUM", "3"))
                .orElseThrow();

        assertThat(task.execution()).isEqualTo(new ExecutionId(Long.MAX_VALUE, 3));
        assertThat(task.own()).isFalse();
        assertThat(task.type()).isEmpty();
        assertThat(task.node()).isEqualTo("node-7");
    }

    @ParameterizedTest
    @CsvSource({"5,", ",1", "x,1", "9223372036854775808,1", "5,0", "5,x", "5,2147483648"})
    void halfAnExecutionOrAWrongNumberIsAMistake(String job, String exe) {
        Configuration configuration =
                with("SCALE_JOB_ID", job == null ? "" : job, "SCALE_EXE_NUM", exe == null ? "" : exe);

        assertThatThrownBy(() -> Task.named(configuration))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("SCALE_");
    }

    @Test
    void withoutOneTheTaskHasAJobOfItsOwn() {
        assertThat(Task.named(with())).isEmpty();
        assertThat(Task.withOwnJob(with(), "make"))
                .matches(Task::own)
                .matches(task -> task.execution().job() > 0 && task.execution().exeNum() == 1)
                .matches(task -> task.type().orElseThrow().equals("make"));
        assertThat(Task.withOwnJob(with("SCALE_JOB_TYPE", "nightly"), "make").type())
                .contains("nightly");
    }
}
