package dev.scale.messaging;

import dev.scale.messaging.broker.Durations;
import dev.scale.messaging.broker.Headers;
import dev.scale.messaging.store.OutboxMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** When a command that is not done comes again, as what, and when it has come often enough. */
final class NextTry {

    private static final Duration SHORTEST_EARLY = Duration.ofSeconds(1);
    private static final Duration LONGEST_EARLY = Duration.ofMinutes(5);

    private final RetryPolicy retry;
    private final Duration earlyLimit;
    private final Instant now;

    /** By the database's clock, the same for all handler processes. */
    NextTry(RetryPolicy retry, Duration earlyLimit, Instant now) {
        this.retry = retry;
        this.earlyLimit = earlyLimit;
        this.now = now;
    }

    /** The end with the delay that the rules give it; a dead letter where the limit of its kind is reached. */
    End decide(Item<?> item, End end) {
        if (!(end.outcome() instanceof Outcome.Later later)) {
            return end;
        }
        return switch (later.why()) {
            case FAILED -> failed(item.attempt(), end, later.reason());
            case EARLY -> early(item, end, later.reason());
            case PUT_OFF, REFUSED -> delayed(end, later, end.delay() == null ? SHORTEST_EARLY : end.delay());
        };
    }

    private End failed(int attempt, End end, String reason) {
        if (attempt >= retry.attempts()) {
            return end.withOutcome(new Outcome.DeadLetter(
                    Outcome.Why.FAILED, "failed in attempt " + attempt + " of " + retry.attempts() + ": " + reason));
        }
        Duration delay = end.delay() == null ? retry.delayAfter(attempt) : end.delay();
        return end.withOutcome(new Outcome.Later(Outcome.Why.FAILED, delay, reason));
    }

    /** As long again as it has waited: so the delays double without a counter. */
    private End early(Item<?> item, End end, String reason) {
        Duration waited = Duration.between(firstPutOff(item), now);
        if (waited.compareTo(earlyLimit) >= 0) {
            return end.withOutcome(new Outcome.DeadLetter(
                    Outcome.Why.EARLY,
                    "still early " + Durations.words(earlyLimit) + " after it was first put off: " + reason));
        }
        Duration delay = waited.compareTo(SHORTEST_EARLY) < 0
                ? SHORTEST_EARLY
                : waited.compareTo(LONGEST_EARLY) > 0 ? LONGEST_EARLY : waited;
        return end.withOutcome(new Outcome.Later(Outcome.Why.EARLY, delay, reason));
    }

    private static End delayed(End end, Outcome.Later later, Duration delay) {
        return end.withOutcome(new Outcome.Later(later.why(), delay, later.reason()));
    }

    /** The message of the next try. Where the command came without an id it gets one. */
    OutboxMessage message(Item<?> item, End end, Outcome.Later later) {
        Map<String, String> headers = new LinkedHashMap<>(item.headersOf(end.remainder()));
        // The broker writes the time of each publication.
        headers.remove(Headers.TIMESTAMP);
        headers.put(Headers.TRY, String.valueOf(item.number() + 1));
        if (later.counted()) {
            headers.put(Headers.ATTEMPT, String.valueOf(item.attempt() + 1));
        }
        if (later.why() == Outcome.Why.EARLY) {
            headers.put(Headers.PUT_OFF, Timestamps.format(firstPutOff(item)));
        }
        String id = item.messageId().orElseGet(Command::newId);
        return new OutboxMessage(
                id, item.number() + 1, item.bodyOf(end.remainder()), headers, id, now.plus(later.delay()));
    }

    /** What a foreign sender claims about the future is no time at which we put anything off. */
    private Instant firstPutOff(Item<?> item) {
        return Timestamps.lenient(item.delivery().headers().get(Headers.PUT_OFF))
                .filter(before -> before.isBefore(now))
                .orElse(now);
    }
}
