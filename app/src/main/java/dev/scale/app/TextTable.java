package dev.scale.app;

import dev.scale.app.Terminal.Tone;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Facts in rows and columns. On a terminal each row is one line, cut where it does not fit; elsewhere nothing is cut and columns
 * are separated by one tab, for {@code cut} and {@code awk}.
 */
public final class TextTable {

    private static final String NOTHING = "-";
    private static final String GAP = "  ";
    private static final int LEAST_WIDTH = 8;
    private static final Map<String, Tone> TONES = Map.of(
            "FAILED", Tone.BAD,
            "CANCELED", Tone.WARNING,
            "COMPLETED", Tone.GOOD,
            "ERROR", Tone.BAD,
            "WARNING", Tone.WARNING,
            "OK", Tone.GOOD);

    private final List<List<String>> rows = new ArrayList<>();
    private final Set<String> whole = new HashSet<>();

    public TextTable(String... headings) {
        rows.add(List.of(headings));
    }

    /** The columns under these headings are never cut: what stands in them is to be copied. */
    public TextTable whole(String... columns) {
        whole.addAll(List.of(columns));
        return this;
    }

    /** Adds a row; null is shown as a dash. */
    public TextTable row(@Nullable Object... cells) {
        rows.add(Arrays.stream(cells)
                .map(cell -> cell == null || cell.toString().isEmpty() ? NOTHING : Printable.line(cell.toString()))
                .toList());
        return this;
    }

    /** All lines, each with its end. */
    public String text(Terminal terminal) {
        StringBuilder text = new StringBuilder();
        int[] widths = terminal.present() ? widths(terminal.columns()) : new int[0];
        for (int i = 0; i < rows.size(); i++) {
            text.append(
                            terminal.present()
                                    ? line(terminal, rows.get(i), widths, i == 0)
                                    : String.join("\t", rows.get(i)))
                    .append('\n');
        }
        return text.toString();
    }

    private static String line(Terminal terminal, List<String> cells, int[] widths, boolean heading) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String cell = cut(cells.get(i), widths[i]);
            Tone tone = heading ? Tone.STRONG : TONES.getOrDefault(cell, Tone.PLAIN);
            line.append(i == 0 ? "" : GAP).append(terminal.in(tone, cell));
            if (i < cells.size() - 1) {
                line.append(" ".repeat(widths[i] - length(cell)));
            }
        }
        return line.toString();
    }

    /** As wide as the longest cell, the widest narrowed until the line fits. */
    private int[] widths(int columns) {
        int count = rows.get(0).size();
        int[] widths = IntStream.range(0, count)
                .map(column -> rows.stream()
                        .mapToInt(row -> length(row.get(column)))
                        .max()
                        .orElse(0))
                .toArray();
        int excess = Arrays.stream(widths).sum() + GAP.length() * (count - 1) - columns;
        while (excess > 0) {
            int widest = IntStream.range(0, count)
                    .reduce((one, other) ->
                            widths[other] - least(other, widths) > widths[one] - least(one, widths) ? other : one)
                    .orElse(0);
            if (least(widest, widths) >= widths[widest]) {
                break;
            }
            widths[widest]--;
            excess--;
        }
        return widths;
    }

    private int least(int column, int[] widths) {
        return whole.contains(rows.get(0).get(column)) ? widths[column] : Math.min(LEAST_WIDTH, widths[column]);
    }

    private static String cut(String cell, int width) {
        return length(cell) <= width ? cell : cell.substring(0, cell.offsetByCodePoints(0, width - 1)) + "…";
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
