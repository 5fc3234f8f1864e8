package dev.scale.benchmarks.scenarios;

import java.io.PrintStream;
import java.util.Locale;

/** Figures for people to read. */
final class Tables {

    private final PrintStream out;

    Tables(PrintStream out) {
        this.out = out;
    }

    void print(Figures figures) {
        line("%n%s", figures.title());
        if (figures instanceof Comparison comparison) {
            contenders(comparison);
        } else if (figures instanceof Waits waits) {
            rates(waits);
        } else if (figures instanceof Facts counted) {
            counted.facts().forEach((what, value) -> line("  %s: %s", what, value));
        }
        for (Goal goal : figures.goals()) {
            line(
                    "  %s: %.2f (goal: %s %.2f, %s)",
                    goal.what(),
                    goal.value(),
                    goal.upper() ? "at most" : "at least",
                    goal.bound(),
                    goal.reached() ? "reached" : "not reached");
        }
    }

    private void contenders(Comparison comparison) {
        line(
                "  %-22s %12s %21s   %s",
                "", comparison.unit(), "slowest to fastest", "CPU seconds per 1,000: own, database, broker");
        for (Series one : comparison.series()) {
            line(
                    "  %-22s %,12.0f %,10.0f %,10.0f   %.3f, %.3f, %.3f",
                    one.contender(),
                    one.rate(),
                    one.slowest(),
                    one.fastest(),
                    one.perThousand(Sample::contender),
                    one.perThousand(Sample::database),
                    one.perThousand(Sample::broker));
        }
        comparison.series().forEach(one -> line("  %s: %s", one.contender(), one.configuration()));
    }

    private void rates(Waits waits) {
        line(
                "  %10s %10s %10s %10s %10s %10s   %s",
                "commands/s", "commands", "p50 ms", "p99 ms", "p99.9 ms", "worst ms", "sender behind at worst, ms");
        for (Waits.AtRate one : waits.rates()) {
            line(
                    "  %,10d %,10d %,10.1f %,10.1f %,10.1f %,10.1f   %.1f",
                    one.perSecond(),
                    one.commands(),
                    one.millis().p50(),
                    one.millis().p99(),
                    one.millis().p999(),
                    one.millis().worst(),
                    one.behindMillis());
        }
        line("  %s", waits.configuration());
    }

    private void line(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
