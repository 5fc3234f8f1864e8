package dev.scale.app;

import dev.scale.messaging.store.Freshness;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What an operator looks at first, under the same name everywhere: on the dashboard, in {@code --json}, and with
 * {@code scale_} before it in {@code /metrics}. All are of one queue and of all its handler processes together.
 */
public enum Figure {
    FRESHNESS(
            "freshness_seconds",
            "How old the state in the database may be: the largest of the three below. Unknown before a handler has run."),
    CANARY(
            "canary_seconds",
            "The larger of the latency of the newest canary that was committed, and its age less 10 s."),
    OLDEST_IN_HAND(
            "oldest_in_hand_seconds", "Time since receipt of the oldest command that a handler process has in hand."),
    OUTBOX_OVERDUE("outbox_overdue_seconds", "How long the longest due row of the outbox has been due."),
    LATENCY_P50(
            "send_to_commit_p50_seconds",
            "From a command's sending to its commit, the median of the last 10 s; by the clocks of sender and handler."),
    LATENCY_P99("send_to_commit_p99_seconds", "The same, 99 of 100 were quicker."),
    READY("queue_ready", "Commands that wait in the queue."),
    IN_FLIGHT("queue_in_flight", "Commands that handler processes have received and not yet acknowledged."),
    RATE_IN(
            "commands_in_per_second",
            "Commands that came a second: those that were ended, and by how many more wait; needs two looks."),
    RATE_OUT("commands_out_per_second", "Commands that were ended a second, of the last 10 s."),
    TIME_TO_DRAIN("drain_seconds", "How long what waits in the queue would take at the present rate out."),
    DEAD_LETTERS("dead_letters", "Dead letters that nobody has replayed or discarded."),
    OUTBOX_DUE("outbox_due", "Rows of the outbox whose time has come."),
    OUTBOX_LATER("outbox_later", "Rows of the outbox whose time has not come."),
    CONNECTIONS_USED("connections_used", "Connections of clients to the database server, ours and others'."),
    CONNECTIONS_ALLOWED(
            "connections_allowed", "Connections that the database server allows, those for administrators included."),
    HANDLERS("handlers_alive", "Handler processes that have given a sign of life in the last 15 s."),
    HANDLERS_PAUSED("handlers_paused", "Those of them that receive nothing, because they were told so.");

    private final String key;
    private final String meaning;

    Figure(String key, String meaning) {
        this.key = key;
        this.meaning = meaning;
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
        return switch (this) {
            case FRESHNESS -> seconds(figures.freshness().flatMap(Freshness::age));
            case CANARY -> seconds(figures.freshness().flatMap(Freshness::canary));
            case OLDEST_IN_HAND -> seconds(figures.freshness().flatMap(Freshness::inHand));
            case OUTBOX_OVERDUE -> seconds(figures.freshness().flatMap(Freshness::overdue));
            case LATENCY_P50 ->
                seconds(figures.workers().flatMap(live -> live.latencies().quantile(0.5)));
            case LATENCY_P99 ->
                seconds(figures.workers().flatMap(live -> live.latencies().quantile(0.99)));
            case READY -> number(figures.ready());
            case IN_FLIGHT -> number(figures.workers().map(live -> (double) live.inHand()));
            case RATE_IN -> number(figures.rateIn());
            case RATE_OUT -> number(figures.rateOut());
            case TIME_TO_DRAIN -> number(figures.timeToDrain());
            case DEAD_LETTERS -> number(figures.backlog().map(rows -> (double) rows.deadLetters()));
            case OUTBOX_DUE -> number(figures.backlog().map(rows -> (double) rows.due()));
            case OUTBOX_LATER -> number(figures.backlog().map(rows -> (double) rows.later()));
            case CONNECTIONS_USED -> number(figures.connections().map(use -> (double) use.used()));
            case CONNECTIONS_ALLOWED -> number(figures.connections().map(use -> (double) use.allowed()));
            case HANDLERS -> number(figures.workers().map(live -> (double) live.alive()));
            case HANDLERS_PAUSED -> number(figures.workers().map(live -> (double) live.paused()));
        };
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
