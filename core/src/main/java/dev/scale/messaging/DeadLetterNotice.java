package dev.scale.messaging;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of new dead letters: one line for those of a batch, and at most one every few seconds, which then counts those of
 * all batches since the last one. Bodies are never shown, and of a reason only what is no value of the database's.
 * Thread-safe.
 */
final class DeadLetterNotice {

    static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

    private static final int MOST_TYPES = 5;
    private static final int LONGEST_NAME = 100;
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final LongSupplier nanos;
    private final Map<String, Integer> types = new LinkedHashMap<>();
    private int number;
    private @Nullable Kept example;
    private long nextLine;

    DeadLetterNotice(LongSupplier nanos) {
        this.nanos = nanos;
        nextLine = nanos.getAsLong();
    }

    /**
     * A command that is now a dead letter.
     *
     * @param type null where it could not be read
     * @param item its delivery; null where it was none
     */
    record Kept(
            @Nullable String type,
            Optional<String> messageId,
            String reason,
            @Nullable Item<?> item) {

        Kept(@Nullable String type, Optional<String> messageId, String reason) {
            this(type, messageId, reason, null);
        }

        private LogContext context() {
            return item == null ? LogContext.of(type, messageId) : LogContext.of(item);
        }
    }

    /** Dead letters that are committed. */
    synchronized void kept(Collection<Kept> letters) {
        for (Kept letter : letters) {
            number++;
            types.merge(nameOf(letter), 1, Integer::sum);
            if (example == null) {
                example = letter;
            }
        }
        tellIfDue();
    }

    /** Tells what has not been told, if the last line was long enough ago. */
    synchronized void tellIfDue() {
        if (nanos.getAsLong() - nextLine >= 0) {
            tell();
        }
    }

    /** Tells what has not been told. */
    synchronized void tell() {
        Kept one = example;
        if (one == null) {
            return;
        }
        try (LogContext unused = one.context()) {
            LOG.warn(
                    "{} ({}), kept with reason and body in scale.dead_letter; for example the message {}: {}",
                    number == 1 ? "1 new dead letter" : number + " new dead letters",
                    types(),
                    one.messageId().map(id -> OneLine.of(id, LONGEST_NAME)).orElse("without an id"),
                    OneLine.reason(one.reason()));
        }
        number = 0;
        types.clear();
        example = null;
        nextLine = nanos.getAsLong() + BETWEEN_LINES.toNanos();
    }

    private String nameOf(Kept letter) {
        if (letter.type() == null) {
            return "unreadable";
        }
        String name = OneLine.of(letter.type(), LONGEST_NAME);
        return types.containsKey(name) || types.size() < MOST_TYPES ? name : "other types";
    }

    private String types() {
        StringBuilder text = new StringBuilder();
        types.forEach((name, count) -> text.append(text.isEmpty() ? "" : ", ")
                .append(name)
                .append(": ")
                .append(count));
        return text.toString();
    }
}
