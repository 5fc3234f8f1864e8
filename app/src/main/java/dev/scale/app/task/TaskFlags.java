package dev.scale.app.task;

import dev.scale.app.Configuration;
import dev.scale.app.Failure;
import dev.scale.app.QueueFlag;
import dev.scale.app.Setting;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Flags of all commands that report on an execution. */
final class TaskFlags {

    @Option(names = "--job", paramLabel = "ID", description = "The job; goes before SCALE_JOB_ID, and needs --exe.")
    private @Nullable String job;

    @Option(names = "--exe", paramLabel = "N", description = "Its execution; goes before SCALE_EXE_NUM.")
    private @Nullable String exe;

    @Option(names = "--type", paramLabel = "TYPE", description = "The job's type; goes before SCALE_JOB_TYPE.")
    private @Nullable String type;

    @Mixin
    private final QueueFlag queue = new QueueFlag();

    /** The settings in force with more flags, of which those that are null do not count. */
    Configuration configuration(Map<Setting, @Nullable String> more) {
        if ((job == null) != (exe == null)) {
            throw Failure.usage("--job and --exe go together");
        }
        Map<Setting, String> flags = new HashMap<>();
        put(flags, Setting.JOB_ID, job);
        put(flags, Setting.EXE_NUM, exe);
        put(flags, Setting.JOB_TYPE, type);
        more.forEach((setting, value) -> put(flags, setting, value));
        return queue.configuration(flags);
    }

    private static void put(Map<Setting, String> flags, Setting setting, @Nullable String value) {
        if (value != null) {
            flags.put(setting, value);
        }
    }
}
