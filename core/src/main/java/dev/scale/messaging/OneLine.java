package dev.scale.messaging;

import java.util.regex.Pattern;

/** Text of others made fit for a line of the log: no line breaks or other invisible characters, and not too long. */
final class OneLine {

    private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]+");

    private static final int LONGEST_REASON = 300;

    private OneLine() {}

    /** A reason without later lines and the text of a statement, which hold values: what PostgreSQL and its driver add to an error. */
    static String reason(String whole) {
        int statement = whole.indexOf("Batch entry ");
        int error = whole.indexOf(" was aborted: ", Math.max(0, statement));
        String text = statement >= 0 && error >= 0
                ? whole.substring(0, statement) + whole.substring(error + " was aborted: ".length())
                : whole;
        return of(text.lines().findFirst().orElse(""), LONGEST_REASON);
    }

    /** All of it up to a number of characters; whatever is unfit becomes a space. */
    static String of(String text, int most) {
        String start = text.length() <= most ? text : text.substring(0, most) + "…";
        return UNFIT.matcher(start).replaceAll(" ").strip();
    }
}
