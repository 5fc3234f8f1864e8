package dev.scale.app;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes as people write them: {@code 60s}, {@code 30 s}, {@code 15d}, {@code 1MiB}. */
final class Quantity {

    private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\s*([a-z]+)");
    private static final Map<String, Duration> TIMES = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "min", Duration.ofMinutes(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));
    private static final Map<String, Long> SIZES = Map.of(
            "b", 1L, "kb", 1000L, "kib", 1024L, "mb", 1_000_000L, "mib", 1024L * 1024, "gib", 1024L * 1024 * 1024);

    private Quantity() {}

    /** In milliseconds; empty where the text is not a duration. */
    static OptionalLong milliseconds(String text) {
        return parse(text, unit -> TIMES.getOrDefault(unit, Duration.ZERO).toMillis());
    }

    /** In bytes; empty where the text is not a size. */
    static OptionalLong bytes(String text) {
        return text.strip().matches("\\d{1,12}")
                ? OptionalLong.of(Long.parseLong(text.strip()))
                : parse(text, unit -> SIZES.getOrDefault(unit, 0L));
    }

    private static OptionalLong parse(String text, java.util.function.ToLongFunction<String> factor) {
        Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        long unit = factor.applyAsLong(matcher.group(2));
        long number = Long.parseLong(matcher.group(1));
        return unit == 0 || number > Long.MAX_VALUE / unit ? OptionalLong.empty() : OptionalLong.of(number * unit);
    }
}
