package dev.scale.app.task;

import dev.scale.app.Configuration;
import dev.scale.app.Declared;
import dev.scale.app.Failure;
import dev.scale.app.QueueFlag;
import dev.scale.app.Setting;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Flags of all commands that report on an execution. */
final class TaskFlags {

    private final OptionSpec job = Declared.text("ID", "--job")
            .description("The job; goes before SCALE_JOB_ID, and needs --exe.")
            .build();
    private final OptionSpec exe = Declared.text("N", "--exe")
            .description("Its execution; goes before SCALE_EXE_NUM.")
            .build();
    private final OptionSpec type = Declared.text("TYPE", "--type")
            .description("The job's type; goes before SCALE_JOB_TYPE.")
            .build();
    private final QueueFlag queue = new QueueFlag();

    void addTo(CommandSpec command) {
        command.addOption(job).addOption(exe).addOption(type).addOption(queue.declared());
    }

    /** The names of errors, of the commands that report how an execution ended. */
    static OptionSpec errors() {
        return Declared.text("FILE", "--errors")
                .description("Names of errors, lines `JOB-TYPE EXIT-CODE NAME`; goes before SCALE_TASK_ERRORS.")
                .build();
    }

    /** The settings in force with more flags, of which those that are null do not count. */
    Configuration configuration(Map<Setting, @Nullable String> more) {
        if ((job.getValue() == null) != (exe.getValue() == null)) {
            throw Failure.usage("--job and --exe go together");
        }
        Map<Setting, String> flags = new HashMap<>();
        put(flags, Setting.JOB_ID, job.getValue());
        put(flags, Setting.EXE_NUM, exe.getValue());
        put(flags, Setting.JOB_TYPE, type.getValue());
        more.forEach((setting, value) -> put(flags, setting, value));
        return queue.configuration(flags);
    }

    private static void put(Map<Setting, String> flags, Setting setting, @Nullable String value) {
        if (value != null) {
            flags.put(setting, value);
        }
    }
}
