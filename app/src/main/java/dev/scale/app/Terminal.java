package dev.scale.app;

import java.util.Map;
import java.util.Optional;

/**
 * Where standard output goes, which a JVM cannot tell: the start script passes it on.
 *
 * @param columns that a line may have; without bound where it is no terminal
 * @param colours whether colours are wanted
 */
public record Terminal(boolean present, int columns, boolean colours) {

    private static final int LEAST_COLUMNS = 40;
    private static final int USUAL_COLUMNS = 80;

    /** Anything but a terminal. */
    public static final Terminal NONE = new Terminal(false, Integer.MAX_VALUE, false);

    /** That of this process. */
    public static Terminal ofThisProcess() {
        return of(
                System.getenv(),
                Boolean.getBoolean("scale.terminal.out"),
                Integer.getInteger("scale.terminal.columns", USUAL_COLUMNS));
    }

    static Terminal of(Map<String, String> environment, boolean present, int columns) {
        if (!present) {
            return NONE;
        }
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || Optional.ofNullable(environment.get("TERM")).equals(Optional.of("dumb"));
        return new Terminal(true, columns <= 0 ? USUAL_COLUMNS : Math.max(LEAST_COLUMNS, columns), !plain);
    }

    /** A colour of text. */
    public enum Tone {
        PLAIN(""),
        STRONG("1"),
        GOOD("32"),
        WARNING("33"),
        BAD("31");

        private final String code;

        Tone(String code) {
            this.code = code;
        }
    }

    /** The text in a colour, where colours are wanted. */
    public String in(Tone tone, String text) {
        return colours && tone != Tone.PLAIN ? "\u001b[" + tone.code + "m" + text + "\u001b[0m" : text;
    }
}
