package dev.scale.app;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** Flags of all commands that use the broker. There is none for its URL: process lists are read by everybody. */
public final class QueueFlag {

    private static final String NAME = "--queue";
    private static final String LABEL = "NAME";
    private static final String DESCRIPTION = "The queue; goes before SCALE_QUEUE_NAME.";

    @Option(names = NAME, paramLabel = LABEL, description = DESCRIPTION)
    private @Nullable String queue;

    /** The flag of a command that declares its options in code. */
    public OptionSpec declared() {
        return OptionSpec.builder(NAME)
                .paramLabel(LABEL)
                .description(DESCRIPTION)
                .type(String.class)
                .setter(new ISetter() {
                    @Override
                    public <T> @Nullable T set(T given) {
                        queue = (String) given;
                        return null;
                    }
                })
                .build();
    }

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
