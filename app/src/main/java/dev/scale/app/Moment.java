package dev.scale.app;

import dev.scale.messaging.InvalidCommandException;
import dev.scale.messaging.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A time as people give it: an age such as {@code 2h}, which means so long ago, or a time with its zone. */
public final class Moment {

    private final @Nullable Duration age;
    private final Instant time;

    private Moment(@Nullable Duration age, Instant time) {
        this.age = age;
        this.time = time;
    }

    /** Empty for null; a {@link Failure} of usage that names the option where it is neither. */
    public static Optional<Moment> of(String option, @Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        OptionalLong milliseconds = Quantity.milliseconds(text);
        if (milliseconds.isPresent()) {
            return Optional.of(new Moment(Duration.ofMillis(milliseconds.getAsLong()), Instant.EPOCH));
        }
        try {
            return Optional.of(new Moment(null, Timestamps.parse(text)));
        } catch (InvalidCommandException e) {
            throw Failure.usage(
                    option + " '" + text + "': an age such as 30min, 2h or 15d is expected, or a time with a"
                            + " zone such as 2026-03-01T10:00:00Z");
        }
    }

    /** The time that is meant where it is now so late. */
    public Instant seenFrom(Instant now) {
        return age == null ? time : now.minus(age);
    }
}
