package dev.scale.benchmarks.scenarios;

import java.io.PrintStream;
import java.util.Locale;

/** Comparisons for people to read. */
final class Tables {

    private final PrintStream out;

    Tables(PrintStream out) {
        this.out = out;
    }

    void print(Comparison comparison) {
        line("%n%s", comparison.title());
        line(
                "  %-18s %12s %21s   %s",
                "", comparison.unit(), "slowest to fastest", "CPU seconds per 1,000: own, database, broker");
        for (Series one : comparison.series()) {
            line(
                    "  %-18s %,12.0f %,10.0f %,10.0f   %.3f, %.3f, %.3f",
                    one.contender(),
                    one.rate(),
                    one.slowest(),
                    one.fastest(),
                    one.perThousand(Sample::contender),
                    one.perThousand(Sample::database),
                    one.perThousand(Sample::broker));
        }
        for (Goal goal : comparison.goals()) {
            line(
                    "  %s: %.2fx (goal %.2fx: %s)",
                    goal.what(), goal.ratio(), goal.least(), goal.reached() ? "reached" : "not reached");
        }
        comparison.series().forEach(one -> line("  %s: %s", one.contender(), one.configuration()));
    }

    private void line(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
