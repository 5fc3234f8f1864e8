package dev.scale.app;

import java.util.Collection;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What somebody may have meant by a command or an option that there is not: one that is written almost the same. picocli's own
 * suggestions compare pairs of letters, of which a word with two letters swapped shares none: {@code completion} for {@code ehco}.
 */
final class Suggestion {

    /** One wrong letter in so many is taken for a slip. */
    private static final int LETTERS_A_SLIP = 3;

    private Suggestion() {}

    /** What is wrong, and where there is something alike what may have been meant. */
    static String line(ParameterException error) {
        CommandLine command = error.getCommandLine();
        if (error instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String word = unmatched.getUnmatched().get(0).replaceFirst("=.*", "");
            if (word.startsWith("-")) {
                return line(
                        "option", word, command.getCommandSpec().optionsMap().keySet());
            }
            if (!command.getSubcommands().isEmpty()) {
                return line("command", word, command.getSubcommands().keySet());
            }
        }
        return Errors.line(error);
    }

    private static String line(String what, String word, Collection<String> known) {
        String meant = nearest(word, known);
        return "there is no " + what + " '" + Printable.line(word) + "'"
                + (meant.isEmpty() ? "" : "; did you mean `" + meant + "`?");
    }

    private static String nearest(String word, Collection<String> known) {
        String nearest = "";
        int least = word.length() / LETTERS_A_SLIP + 1;
        for (String candidate : known) {
            int distance = distance(word.toLowerCase(Locale.ROOT), candidate);
            if (distance < least) {
                least = distance;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /** How many letters are missing, too many, wrong, or have changed places with their neighbours. */
    static int distance(String one, String other) {
        int[][] distances = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                distances[i][j] = i == 0 ? j : j == 0 ? i : least(distances, one, other, i, j);
            }
        }
        return distances[one.length()][other.length()];
    }

    private static int least(int[][] distances, String one, String other, int i, int j) {
        boolean same = one.charAt(i - 1) == other.charAt(j - 1);
        int least = Math.min(
                distances[i - 1][j - 1] + (same ? 0 : 1), Math.min(distances[i - 1][j], distances[i][j - 1]) + 1);
        boolean swapped =
                i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
        return swapped ? Math.min(least, distances[i - 2][j - 2] + 1) : least;
    }
}
