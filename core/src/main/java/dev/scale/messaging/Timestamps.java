package dev.scale.messaging;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Times in commands: RFC 3339, a zone required, microseconds kept. */
public final class Timestamps {

    /** {@code Z}, {@code +00:00}, {@code +0000} and {@code +00} are all in use; a time without a zone is not a time. */
    private static final DateTimeFormatter ZONED = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][XX][X]")
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private static final DateTimeFormatter MICROSECONDS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSSX", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Timestamps() {}

    /** Parses a zoned time; throws {@link InvalidCommandException} for anything else, a local time included. */
    public static Instant parse(String text) {
        Instant plain = PlainTimestamp.read(text);
        return plain == null ? parseAny(text) : plain;
    }

    /** The same without a short cut. */
    static Instant parseAny(String text) {
        try {
            return OffsetDateTime.parse(text, ZONED).toInstant().truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeException e) {
            throw new InvalidCommandException(
                    "'" + abbreviated(text) + "' is not a time with a zone, such as 2018-03-01T10:00:00.123456Z", e);
        }
    }

    /** Formats in UTC with six digits after the second. */
    public static String format(Instant time) {
        String plain = PlainTimestamp.write(time);
        return plain == null ? formatAny(time) : plain;
    }

    /** The same without a short cut. */
    static String formatAny(Instant time) {
        return MICROSECONDS.format(time);
    }

    static Optional<Instant> lenient(@Nullable String text) {
        try {
            return text == null ? Optional.empty() : Optional.of(parse(text));
        } catch (InvalidCommandException e) {
            return Optional.empty();
        }
    }

    private static String abbreviated(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
