package dev.scale.app;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags of all commands that use the broker. There is none for its URL: process lists are read by everybody. */
public final class QueueFlag {

    @Option(names = "--queue", paramLabel = "NAME", description = "The queue; goes before SCALE_QUEUE_NAME.")
    private @Nullable String queue;

    /** The settings in force. */
    public Configuration configuration() {
        return configuration(Map.of());
    }

    /** The settings in force with more flags. */
    public Configuration configuration(Map<Setting, String> more) {
        Map<Setting, String> flags = new HashMap<>(more);
        if (queue != null) {
            flags.put(Setting.QUEUE_NAME, queue);
        }
        return Configuration.of(System.getenv(), flags);
    }
}
