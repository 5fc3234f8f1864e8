package dev.scale.messaging.broker;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Durations as people write them, for log lines and reasons. */
public final class Durations {

    private Durations() {}

    /** Such as 50 ms, 1.5 s, 1 min, 2 h 30 min, 24 h, 15 d; exact to the millisecond. */
    public static String words(Duration time) {
        if (time.isZero()) {
            return "0 s";
        }
        if (time.toSeconds() == 0) {
            return time.toMillis() + " ms";
        }
        if (time.toDays() > 1 && time.equals(Duration.ofDays(time.toDays()))) {
            return time.toDays() + " d";
        }
        BigDecimal seconds = BigDecimal.valueOf(time.toSecondsPart() * 1_000L + time.toMillisPart(), 3);
        List<String> parts = new ArrayList<>();
        add(parts, BigDecimal.valueOf(time.toHours()), "h");
        add(parts, BigDecimal.valueOf(time.toMinutesPart()), "min");
        add(parts, seconds, "s");
        return String.join(" ", parts);
    }

    private static void add(List<String> parts, BigDecimal number, String unit) {
        if (number.signum() != 0) {
            parts.add(number.stripTrailingZeros().toPlainString() + " " + unit);
        }
    }
}
