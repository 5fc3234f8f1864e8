package dev.scale.messaging;

import java.util.regex.Pattern;

/** Text of others made fit for a line of the log: no line breaks or other invisible characters, and not too long. */
final class OneLine {

    private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]+");

    private OneLine() {}

    /** All of it up to a number of characters; whatever is unfit becomes a space. */
    static String of(String text, int most) {
        String start = text.length() <= most ? text : text.substring(0, most) + "…";
        return UNFIT.matcher(start).replaceAll(" ").strip();
    }
}
