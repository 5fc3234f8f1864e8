package dev.scale.app.http;

import dev.scale.app.Figure;
import java.util.Locale;

/** Everything that {@code /metrics} shows. {@code docs/metrics.md} is printed from here and from {@link Figure}. */
enum Meters {
    COMMANDS(
            "scale_commands_total",
            "counter",
            "`type`, `outcome`",
            "Commands that this process has ended; outcome is `done`, `duplicate`, `later` or `dead_letter`, type the command's"
                    + " type or `other` where no handler here takes it."),
    WITHOUT_EFFECT(
            "scale_without_effect_total",
            "counter",
            "`group`, `reason`",
            "Parts of commands that this process has ended as done though they had nothing to act on any more; reason is"
                    + " `job pruned`."),
    LATENCY(
            "scale_send_to_commit_seconds",
            "histogram",
            "–",
            "From a command's sending to its commit by this process; of a batch 16 are looked at."),
    READY("scale_ready", "gauge", "–", "1 while this process can consume and commit, as `/health/ready` says; else 0."),
    AGE("scale_figures_age_seconds", "gauge", "–", "How long ago the figures above were read.");

    private final String shown;
    private final String kind;
    private final String labels;
    private final String meaning;

    Meters(String shown, String kind, String labels, String meaning) {
        this.shown = shown;
        this.kind = kind;
        this.labels = labels;
        this.meaning = meaning;
    }

    /** The name that Prometheus sees. */
    String shown() {
        return shown;
    }

    String meaning() {
        return meaning;
    }

    static String shown(Figure figure) {
        return "scale_" + figure.key();
    }

    /** All of them as a Markdown table. */
    static String table() {
        StringBuilder table = new StringBuilder("| metric | kind | labels | meaning |\n|---|---|---|---|\n");
        for (Figure figure : Figure.values()) {
            row(table, shown(figure), "gauge", "`queue`", figure.meaning());
        }
        for (Meters meter : values()) {
            row(table, meter.shown, meter.kind, meter.labels, meter.meaning);
        }
        return table.toString();
    }

    private static void row(StringBuilder table, String name, String kind, String labels, String meaning) {
        table.append(String.format(Locale.ROOT, "| `%s` | %s | %s | %s |", name, kind, labels, meaning))
                .append('\n');
    }
}
