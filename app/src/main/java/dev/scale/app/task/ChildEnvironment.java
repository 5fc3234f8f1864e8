package dev.scale.app.task;

import dev.scale.app.Setting;
import dev.scale.jobs.ExecutionId;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The environment of a task's command: ours without what opens broker and database, and with what it may need to know of
 * its job. Everything else stays, also the credentials of a cloud: the command may have a role of its own there.
 */
final class ChildEnvironment {

    /** What `./scale` gave us in place of the user's own locale, kept here. */
    static final String LOCALE = "scale.lc_all";

    private static final Set<String> SECRETS = secrets();

    private ChildEnvironment() {}

    static void prepare(Map<String, String> environment, ExecutionId execution, Optional<Path> output) {
        environment
                .keySet()
                .removeIf(name -> name.startsWith("SCALE_BROKER_")
                        || name.startsWith("SCALE_DATABASE_")
                        || SECRETS.contains(name));
        environment.put(Setting.JOB_ID.variable(), String.valueOf(execution.job()));
        environment.put(Setting.EXE_NUM.variable(), String.valueOf(execution.exeNum()));
        output.ifPresent(file -> environment.put(Setting.OUTPUT_FILE.variable(), file.toString()));
        String locale = System.getProperty(LOCALE);
        if (locale != null) {
            if (locale.isEmpty()) {
                environment.remove("LC_ALL");
            } else {
                environment.put("LC_ALL", locale);
            }
        }
    }

    /** Options for the JVM may hold passwords of key stores. */
    private static Set<String> secrets() {
        Set<String> names = new HashSet<>(Set.of("DATABASE_URL", "SCALE_JAVA_OPTS"));
        Arrays.stream(Setting.values()).filter(Setting::secret).forEach(setting -> {
            names.add(setting.variable());
            names.add(setting.fileVariable());
        });
        return names;
    }
}
