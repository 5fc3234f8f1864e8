package dev.scale.app;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Flags of the commands that handle. */
final class HandlerFlags {

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Consuming threads; goes before SCALE_HANDLER_THREADS.")
    private @Nullable String threads;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            description = "Most commands a batch; goes before SCALE_BATCH_SIZE.")
    private @Nullable String batchSize;

    @Option(
            names = "--modules",
            paramLabel = "DIR",
            description = "Folder with jars of your own command modules; goes before SCALE_MODULES.")
    private @Nullable String modules;

    @Mixin
    private final QueueFlag queue = new QueueFlag();

    Configuration configuration() {
        Map<Setting, String> flags = new HashMap<>();
        if (threads != null) {
            flags.put(Setting.HANDLER_THREADS, threads);
        }
        if (batchSize != null) {
            flags.put(Setting.BATCH_SIZE, batchSize);
        }
        if (modules != null) {
            flags.put(Setting.MODULES, modules);
        }
        return queue.configuration(flags);
    }
}
