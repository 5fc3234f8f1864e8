package dev.scale.app;

import dev.scale.messaging.store.Freshness;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * What an operator looks at first, under the same name everywhere: on the dashboard, in {@code --json}, and with
 * {@code scale_} before it in {@code /metrics}. All are of one queue and of all its handler processes together.
 */
public enum Figure {
    FRESHNESS(
            "freshness_seconds",
            "How old the state in the database may be: the largest of the three below. Unknown before a handler has run.",
            figures -> seconds(figures.freshness().flatMap(Freshness::age))),
    CANARY(
            "canary_seconds",
            "The larger of the latency of the newest canary that was committed, and its age less 10 s.",
            figures -> seconds(figures.freshness().flatMap(Freshness::canary))),
    OLDEST_IN_HAND(
            "oldest_in_hand_seconds",
            "Time since receipt of the oldest command that a handler process has in hand.",
            figures -> seconds(figures.freshness().flatMap(Freshness::inHand))),
    OUTBOX_OVERDUE(
            "outbox_overdue_seconds",
            "How long the longest due row of the outbox has been due.",
            figures -> seconds(figures.freshness().flatMap(Freshness::overdue))),
    LATENCY_P50(
            "send_to_commit_p50_seconds",
            "From a command's sending to its commit, the median of the last 10 s; by the clocks of sender and handler.",
            figures ->
                    seconds(figures.workers().flatMap(live -> live.latencies().quantile(0.5)))),
    LATENCY_P99(
            "send_to_commit_p99_seconds",
            "The same, 99 of 100 were quicker.",
            figures ->
                    seconds(figures.workers().flatMap(live -> live.latencies().quantile(0.99)))),
    READY("queue_ready", "Commands that wait in the queue.", figures -> number(figures.ready())),
    IN_FLIGHT(
            "queue_in_flight",
            "Commands that handler processes have received and not yet acknowledged.",
            figures -> number(figures.workers().map(live -> (double) live.inHand()))),
    RATE_IN(
            "commands_in_per_second",
            "Commands that came a second: those that were ended, and by how many more wait; needs two looks.",
            figures -> number(figures.rateIn())),
    RATE_OUT(
            "commands_out_per_second",
            "Commands that were ended a second, of the last 10 s.",
            figures -> number(figures.rateOut())),
    TIME_TO_DRAIN(
            "drain_seconds",
            "How long what waits in the queue would take at the present rate out.",
            figures -> number(figures.timeToDrain())),
    DEAD_LETTERS(
            "dead_letters",
            "Dead letters that nobody has replayed or discarded.",
            figures -> number(figures.deadLetters())),
    OUTBOX_DUE("outbox_due", "Rows of the outbox whose time has come.", figures -> number(figures.outboxDue())),
    OUTBOX_LATER(
            "outbox_later", "Rows of the outbox whose time has not come.", figures -> number(figures.outboxLater())),
    CONNECTIONS_USED(
            "connections_used",
            "Connections of clients to the database server, ours and others'.",
            figures -> number(figures.connectionsUsed())),
    CONNECTIONS_ALLOWED(
            "connections_allowed",
            "Connections that the database server allows to ordinary users.",
            figures -> number(figures.connectionsAllowed())),
    HANDLERS(
            "handlers_alive",
            "Handler processes that have given a sign of life in the last 15 s.",
            figures -> number(figures.workers().map(live -> (double) live.alive())));

    private final String key;
    private final String meaning;
    private final Function<Figures, OptionalDouble> value;

    Figure(String key, String meaning, Function<Figures, OptionalDouble> value) {
        this.key = key;
        this.meaning = meaning;
        this.value = value;
    }

    /** The name. */
    public String key() {
        return key;
    }

    public String meaning() {
        return meaning;
    }

    /** Empty where it is unknown. */
    public OptionalDouble of(Figures figures) {
        return value.apply(figures);
    }

    /** As text for people, with its unit. */
    public String words(Figures figures) {
        OptionalDouble known = of(figures);
        if (known.isEmpty()) {
            return "unknown";
        }
        double number = known.getAsDouble();
        if (!key.endsWith("_seconds")) {
            return number == Math.rint(number)
                    ? String.format(Locale.ROOT, "%.0f", number)
                    : String.format(Locale.ROOT, "%.1f", number);
        }
        if (number < 1) {
            return String.format(Locale.ROOT, "%.0f ms", number * 1000);
        }
        return number < 120
                ? String.format(Locale.ROOT, "%.1f s", number)
                : String.format(Locale.ROOT, "%d min", Math.round(number / 60));
    }

    private static OptionalDouble seconds(Optional<Duration> duration) {
        return number(duration.map(value -> value.toNanos() / 1e9));
    }

    private static OptionalDouble number(Optional<Double> value) {
        return value.map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
    }
}
