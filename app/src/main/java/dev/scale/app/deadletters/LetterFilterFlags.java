package dev.scale.app.deadletters;

import dev.scale.app.Configuration;
import dev.scale.app.Moment;
import dev.scale.app.QueueFlag;
import dev.scale.app.Setting;
import dev.scale.messaging.store.DeadLetterFilter;
import java.time.Instant;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Flags that choose dead letters; without any, those of the queue in the settings. */
final class LetterFilterFlags {

    @Option(names = "--type", paramLabel = "TYPE", description = "The command's type.")
    private @Nullable String type;

    @Option(names = "--cause", paramLabel = "TEXT", description = "What the reason begins with.")
    private @Nullable String cause;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Given up at this time or later: an age such as 2h, or 2026-03-01T10:00:00Z.")
    private @Nullable String since;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "Given up at this time or earlier; 15d: older than that.")
    private @Nullable String until;

    @Option(names = "--all-queues", description = "Of every queue.")
    private boolean allQueues;

    @Mixin
    private final QueueFlag queue = new QueueFlag();

    Configuration configuration() {
        return queue.configuration();
    }

    /** Throws what is wrong with the flags. */
    LetterFilterFlags check() {
        filter(Instant.EPOCH, false);
        return this;
    }

    /** Whether nothing but the queue is chosen. */
    boolean isEmpty() {
        return type == null && cause == null && since == null && until == null;
    }

    /** For people. */
    String words() {
        StringJoiner words = new StringJoiner(", ", "all open dead letters", "").setEmptyValue("all open dead letters");
        add(words, "type", type);
        add(words, "cause", cause);
        add(words, "since", since);
        add(words, "until", until);
        return words.toString();
    }

    private static void add(StringJoiner words, String name, @Nullable String value) {
        if (value != null) {
            words.add(" " + name + " '" + value + "'");
        }
    }

    /**
     * @param now what ages count from
     * @param closed whether letters that are closed are meant too
     */
    DeadLetterFilter filter(Instant now, boolean closed) {
        return new DeadLetterFilter(
                allQueues ? Optional.empty() : configuration().text(Setting.QUEUE_NAME),
                Optional.ofNullable(type),
                Optional.ofNullable(cause),
                Moment.of("--since", since).map(moment -> moment.seenFrom(now)),
                Moment.of("--until", until).map(moment -> moment.seenFrom(now)),
                closed);
    }
}
