package dev.scale.app;

/** Makes text of others fit to be shown: what would move the cursor, change colours or the order of reading becomes visible. */
public final class Printable {

    private static final int DELETE = 0x7F;

    private Printable() {}

    /** In one line. */
    public static String line(String text) {
        return shown(text, false);
    }

    /** In lines: breaks and tabs stay. */
    public static String lines(String text) {
        return shown(text, true);
    }

    private static String shown(String text, boolean layout) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(character -> {
            if (layout && (character == '\n' || character == '\t')) {
                shown.appendCodePoint(character);
            } else if (character < ' ') {
                shown.appendCodePoint(0x2400 + character);
            } else if (character == DELETE) {
                shown.appendCodePoint(0x2421);
            } else if (isHidden(character)) {
                shown.append(String.format("\\u%04x", character));
            } else {
                shown.appendCodePoint(character);
            }
        });
        return shown.toString();
    }

    private static boolean isHidden(int character) {
        int type = Character.getType(character);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
    }
}
