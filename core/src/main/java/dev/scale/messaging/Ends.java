package dev.scale.messaging;

import dev.scale.messaging.broker.Headers;
import dev.scale.messaging.store.DeadLetter;
import dev.scale.messaging.store.DeadLetters;
import dev.scale.messaging.store.Inbox;
import dev.scale.messaging.store.Try;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Records how deliveries end, in the transaction of their effect. */
final class Ends {

    private final String queue;

    Ends(String queue) {
        this.queue = queue;
    }

    /** Returns the ends as they are recorded: a try that turns out to have ended before is a duplicate. */
    <C> Map<Item<C>, End> record(Connection connection, Map<Item<C>, End> wanted, Claims<C> claims)
            throws SQLException {
        Map<Item<C>, End> ends = new LinkedHashMap<>();
        wanted.forEach((item, end) -> ends.put(item, withoutLater(end)));
        claimUnclaimed(connection, ends, claims);
        correctClaimed(connection, ends, claims);
        List<DeadLetter> letters = new ArrayList<>();
        ends.forEach((item, end) -> {
            if (end.outcome() instanceof Outcome.DeadLetter dead) {
                letters.add(letter(item, end, dead.reason()));
            }
        });
        DeadLetters.keep(connection, letters);
        return ends;
    }

    /** There are no later tries yet: what would come later is given up now, where it can be seen and sent again. */
    private static End withoutLater(End end) {
        return end.outcome() instanceof Outcome.Later later
                ? new End(
                        new Outcome.DeadLetter((later.counted() ? "failed: " : "early: ") + later.reason()),
                        end.remainder())
                : end;
    }

    /** Commands handled without the inbox enter it when they are not simply done. */
    private static <C> void claimUnclaimed(Connection connection, Map<Item<C>, End> ends, Claims<C> claims)
            throws SQLException {
        Map<Item<C>, Try> unclaimed = new LinkedHashMap<>();
        ends.forEach((item, end) -> {
            boolean known =
                    claims.claimed().containsKey(item) || claims.settled().containsKey(item);
            if (end.outcome() instanceof Outcome.DeadLetter && !known) {
                item.tryOf().ifPresent(key -> unclaimed.put(item, key));
            }
        });
        if (!unclaimed.isEmpty()) {
            claims.claim(connection, unclaimed, Inbox.Ending.DEAD_LETTER);
            unclaimed.keySet().stream()
                    .filter(claims.settled()::containsKey)
                    .forEach(item -> ends.put(item, claims.settled().get(item)));
        }
    }

    private static <C> void correctClaimed(Connection connection, Map<Item<C>, End> ends, Claims<C> claims)
            throws SQLException {
        Map<Try, Inbox.Ending> corrections = new LinkedHashMap<>();
        claims.claimed().forEach((item, key) -> {
            End end = ends.get(item);
            if (end != null && end.outcome() instanceof Outcome.DeadLetter) {
                corrections.put(key, Inbox.Ending.DEAD_LETTER);
            }
        });
        Inbox.end(connection, corrections);
    }

    /** A remainder is JSON in UTF-8, whatever the command came in. */
    private static Map<String, String> headersOfRemainder(Item<?> item) {
        Map<String, String> headers = new LinkedHashMap<>(item.delivery().headers());
        headers.put(Headers.CONTENT_TYPE, "application/json");
        headers.put(Headers.CONTENT_ENCODING, "utf-8");
        return headers;
    }

    private DeadLetter letter(Item<?> item, End end, String reason) {
        byte[] remainder = end.remainder();
        byte[] body = remainder == null
                ? item.delivery().body()
                : EnvelopeCodec.encode(item.envelope().type(), remainder);
        return new DeadLetter(
                queue,
                item.messageId().orElse(null),
                item.number(),
                item.attempt(),
                item.typeName(),
                body,
                remainder == null ? item.delivery().headers() : headersOfRemainder(item),
                reason);
    }
}
