package dev.scale.app.http;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which dead letters somebody wants to change: {@code {"ids": ["1", …]}}, or {@code {"all": true}} with any
 * of {@code type}, {@code cause} and {@code text}, which the reason holds.
 *
 * @param act the act that this goes on with, as the step before has named it
 * @param after the id up to which the step before has looked
 * @param between time from each replayed command to the next
 */
record LetterChoice(
        List<Long> ids,
        boolean all,
        Optional<String> type,
        Optional<String> cause,
        Optional<String> text,
        Optional<Long> act,
        long after,
        Duration between) {

    private static final int MOST_IDS = 500;
    private static final int MOST_SHOWN = 20;
    private static final int USUAL_RATE = 100;
    private static final int HIGHEST_RATE = 1_000;
    private static final String EXPECTED = "{\"ids\": [\"1\", …]} with at most " + MOST_IDS
            + " ids, or {\"all\": true}, which \"type\", \"cause\" and \"text\" may narrow; and \"per_second\" for replays, from 0.01 to "
            + HIGHEST_RATE;

    static LetterChoice parse(String json) {
        Members members = Members.parse(
                json, Set.of("ids", "all", "type", "cause", "text", "act", "after", "per_second"), EXPECTED);
        List<Long> ids = members.list("ids").stream().map(Parameters::id).toList();
        boolean all = members.isTrue("all");
        members.require(ids.isEmpty() == all && ids.size() <= MOST_IDS);
        return new LetterChoice(
                ids,
                all,
                members.text("type"),
                members.text("cause"),
                members.text("text"),
                members.text("act").map(Parameters::id),
                members.text("after").map(Parameters::id).orElse(0L),
                between(members));
    }

    private static Duration between(Members members) {
        try {
            double perSecond = Double.parseDouble(members.text("per_second").orElse(String.valueOf(USUAL_RATE)));
            members.require(perSecond >= 0.01 && perSecond <= HIGHEST_RATE);
            return Duration.ofNanos((long) (1e9 / perSecond));
        } catch (NumberFormatException e) {
            throw members.wrong();
        }
    }

    /** For people. */
    String words() {
        if (!all) {
            String shown = String.join(
                    ", ", ids.stream().limit(MOST_SHOWN).map(String::valueOf).toList());
            return "dead letters " + shown + (ids.size() > MOST_SHOWN ? ", …" : "");
        }
        return "all open dead letters"
                + type.map(name -> " of type '" + name + "'").orElse("")
                + cause.map(words -> " with cause '" + words + "'").orElse("")
                + text.map(words -> " whose reason holds '" + words + "'").orElse("");
    }
}
