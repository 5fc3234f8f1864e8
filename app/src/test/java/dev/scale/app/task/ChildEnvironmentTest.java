package dev.scale.app.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.app.Setting;
import dev.scale.jobs.ExecutionId;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChildEnvironmentTest {

    private final Map<String, String> environment = new HashMap<>();

    @AfterEach
    void noLocale() {
        System.clearProperty(ChildEnvironment.LOCALE);
    }

    private void prepare() {
        ChildEnvironment.prepare(environment, new ExecutionId(5, 2), Optional.of(Path.of("/tmp/out.json")));
    }

    @Test
    void whatOpensBrokerAndDatabaseIsTakenOut() {
        for (Setting setting : Setting.values()) {
            environment.put(setting.variable(), "x");
            environment.put(setting.fileVariable(), "x");
        }
        environment.put("DATABASE_URL", "x");
        environment.put("SCALE_JAVA_OPTS", "x");
        environment.put("SCALE_BROKER_SOMETHING_NEW", "x");
        prepare();

        assertThat(environment.keySet())
                .noneMatch(name -> name.contains("BROKER") || name.contains("DATABASE") || name.contains("JAVA_OPTS"))
                .contains("SCALE_HOME", "SCALE_QUEUE_NAME", "SCALE_NODE");
        for (Setting setting : Setting.values()) {
            if (setting.secret()) {
                assertThat(environment).doesNotContainKeys(setting.variable(), setting.fileVariable());
            }
        }
    }

    @Test
    void theCommandsOwnStaysAndItsJobIsAdded() {
        environment.putAll(Map.of("PATH", "/bin", "AWS_SECRET_ACCESS_KEY", "its own", "SCALE_JOB_ID", "7"));
        prepare();

        assertThat(environment)
                .isEqualTo(Map.of(
                        "PATH", "/bin",
                        "AWS_SECRET_ACCESS_KEY", "its own",
                        "SCALE_JOB_ID", "5",
                        "SCALE_EXE_NUM", "2",
                        "SCALE_OUTPUT_FILE", "/tmp/out.json"));
    }

    @Test
    void itGetsTheLocaleThatWeWereStartedIn() {
        environment.put("LC_ALL", "C.UTF-8");
        prepare();
        assertThat(environment).containsEntry("LC_ALL", "C.UTF-8");

        System.setProperty(ChildEnvironment.LOCALE, "C");
        prepare();
        assertThat(environment).containsEntry("LC_ALL", "C");

        System.setProperty(ChildEnvironment.LOCALE, "");
        prepare();
        assertThat(environment).doesNotContainKey("LC_ALL");
    }
}
