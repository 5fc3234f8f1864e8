package dev.scale.messaging;

import dev.scale.messaging.store.DeadLetter;
import dev.scale.messaging.store.DeadLetters;
import dev.scale.messaging.store.Inbox;
import dev.scale.messaging.store.Outbox;
import dev.scale.messaging.store.OutboxMessage;
import dev.scale.messaging.store.Try;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records how deliveries end, in the transaction of their effect. */
final class Ends {

    private final String queue;

    Ends(String queue) {
        this.queue = queue;
    }

    /** Returns what is recorded: a try that turns out to have ended before is a duplicate. */
    <C> Handled<C> record(Connection connection, Handled<C> handled, Claims<C> claims, NextTry nextTry)
            throws SQLException {
        Map<Item<C>, End> ends = new LinkedHashMap<>();
        handled.ends().forEach((item, end) -> ends.put(item, nextTry.decide(item, end)));
        claimUnclaimed(connection, ends, claims);
        correctClaimed(connection, ends, claims);
        List<OutboxMessage> messages = new ArrayList<>(handled.followUps());
        List<DeadLetter> letters = new ArrayList<>();
        ends.forEach((item, end) -> {
            for (End part = end; part != null; part = part.beside()) {
                if (part.outcome() instanceof Outcome.Later later) {
                    messages.add(nextTry.message(item, part, later));
                } else if (part.outcome() instanceof Outcome.DeadLetter dead) {
                    letters.add(letter(item, part, dead.reason()));
                }
            }
        });
        Outbox.add(connection, queue, messages);
        DeadLetters.keep(connection, letters);
        return new Handled<>(ends, handled.followUps(), handled.withoutEffect());
    }

    /** Commands handled without the inbox enter it when they are not simply done. */
    private static <C> void claimUnclaimed(Connection connection, Map<Item<C>, End> ends, Claims<C> claims)
            throws SQLException {
        Map<Item<C>, Try> unclaimed = new LinkedHashMap<>();
        ends.forEach((item, end) -> {
            if (claims.isUnclaimed(item) && ending(end) != Inbox.Ending.DONE) {
                item.tryOf().ifPresent(key -> unclaimed.put(item, key));
            }
        });
        claims.claim(connection, unclaimed, item -> ending(ends.get(item)));
        unclaimed.keySet().stream()
                .filter(claims.settled()::containsKey)
                .forEach(item -> ends.put(item, claims.settled().get(item)));
    }

    private static <C> void correctClaimed(Connection connection, Map<Item<C>, End> ends, Claims<C> claims)
            throws SQLException {
        Map<Try, Inbox.Ending> corrections = new LinkedHashMap<>();
        claims.claimed().forEach((item, key) -> {
            Inbox.Ending ending = ending(ends.get(item));
            if (ending != Inbox.Ending.DONE) {
                corrections.put(key, ending);
            }
        });
        Inbox.end(connection, corrections);
    }

    private static Inbox.Ending ending(@Nullable End end) {
        if (end == null) {
            return Inbox.Ending.DONE;
        }
        return end.isLater() ? Inbox.Ending.LATER : end.isDeadLetter() ? Inbox.Ending.DEAD_LETTER : Inbox.Ending.DONE;
    }

    private DeadLetter letter(Item<?> item, End end, String reason) {
        return new DeadLetter(
                queue,
                item.messageId().orElse(null),
                item.number(),
                item.attempt(),
                item.typeName(),
                item.bodyOf(end.remainder()),
                item.headersOf(end.remainder()),
                reason);
    }
}
