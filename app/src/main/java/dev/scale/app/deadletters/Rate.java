package dev.scale.app.deadletters;

import dev.scale.app.Failure;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many a second, as people write it: {@code 50/s}, {@code 10/min}. */
final class Rate {

    private static final Pattern FORM = Pattern.compile("(\\d{1,7}(?:\\.\\d{1,3})?)\\s*/\\s*(s|min|h)");

    private Rate() {}

    /** The time from each to the next. */
    static Duration between(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        BigDecimal number = matcher.matches() ? new BigDecimal(matcher.group(1)) : BigDecimal.ZERO;
        if (number.signum() == 0) {
            throw Failure.usage("--rate '" + text + "': a number a time such as 50/s or 10/min is expected");
        }
        Duration unit = switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(1);
            case "min" -> Duration.ofMinutes(1);
            default -> Duration.ofHours(1);
        };
        BigDecimal nanos = BigDecimal.valueOf(unit.toNanos());
        return Duration.ofNanos(nanos.divide(number, MathContext.DECIMAL64).longValue());
    }
}
