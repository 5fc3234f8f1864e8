package dev.scale.messaging;

import dev.scale.messaging.broker.Subscription;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What follows a commit: the broker forgets the deliveries, the relay wakes, and people are told what they should know. */
final class Settlement {

    private final WorkerListener listener;
    private final TypeTally tally;
    private final Runnable followUpsDue;
    private final DeadLetterNotice deadLetters;
    private final UnknownTypes unknownTypes;
    private final FailedTries failedTries = new FailedTries(System::nanoTime);
    private final Clock clock = Clock.systemUTC();

    Settlement(
            WorkerListener listener,
            TypeTally tally,
            Runnable followUpsDue,
            DeadLetterNotice deadLetters,
            UnknownTypes unknownTypes) {
        this.listener = listener;
        this.tally = tally;
        this.followUpsDue = followUpsDue;
        this.deadLetters = deadLetters;
        this.unknownTypes = unknownTypes;
    }

    /**
     * The ends are committed: only now may the broker forget the deliveries.
     *
     * @param took from the beginning of their transaction to its commit
     */
    <C> void settle(String group, Handled<C> handled, Duration took, Subscription subscription) {
        Instant committed = clock.instant();
        List<WorkerListener.Ended> told = new ArrayList<>(handled.ends().size());
        handled.ends().forEach((item, end) -> told.add(new WorkerListener.Ended(item.envelope(), end.outcome())));
        try {
            subscription.acknowledge(
                    handled.ends().keySet().stream().map(Item::delivery).toList());
        } finally {
            if (!handled.followUps().isEmpty()) {
                followUpsDue.run();
            }
            tell(handled);
            if (!Canary.isOf(group)) {
                tally.ended(handled.ends(), took);
                listener.committed(group, told, committed);
            }
            if (!handled.withoutEffect().isEmpty()) {
                listener.withoutEffect(group, handled.withoutEffect());
            }
        }
    }

    private <C> void tell(Handled<C> handled) {
        List<DeadLetterNotice.Kept> letters = new ArrayList<>();
        handled.ends().forEach((item, end) -> {
            for (@Nullable End part = end; part != null; part = part.beside()) {
                if (part.outcome() instanceof Outcome.DeadLetter dead) {
                    letters.add(new DeadLetterNotice.Kept(item.typeName(), item.messageId(), dead.reason(), item));
                } else if (part.outcome() instanceof Outcome.Later later && later.counted()) {
                    failedTries.failed(item, later);
                } else if (!item.hasHandler()
                        && part.outcome() instanceof Outcome.Later later
                        && later.why() == Outcome.Why.EARLY) {
                    unknownTypes.met(item.envelope().type());
                }
            }
        });
        deadLetters.kept(letters);
    }
}
