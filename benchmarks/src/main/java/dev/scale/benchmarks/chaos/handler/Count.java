package dev.scale.benchmarks.chaos.handler;

import dev.scale.messaging.CommandType;
import org.jspecify.annotations.Nullable;

/**
 * The counting command: adds to a counter, and leaves a row by which its effect can be found.
 *
 * @param counter number of the counter
 * @param amount what is added
 * @param behaviour what else it does
 * @param next whether and how it sends a follow-up with the same counter and amount
 * @param parent id of the command that sent it as a follow-up; null: a sender sent it
 */
public record Count(
        int counter,
        int amount,
        Behaviour behaviour,
        Next next,
        @Nullable String parent) {

    public static final CommandType<Count> TYPE = CommandType.of("count", Count.class);

    /** What follows from a counting command. */
    public enum Next {
        NOTHING,
        /** Another one under a new id. */
        NEW_ID,
        /** Another one under an id that follows from this one's. */
        OWN_ID
    }

    /** What a counting command does beside counting. */
    public enum Behaviour {
        PLAIN,
        /** Its first try throws. */
        THROWS_FIRST,
        /** Its first try asks for another one. */
        FAILS_FIRST,
        /** Its first try is put off as early. */
        EARLY_FIRST,
        /** It is refused for good: a dead letter without an effect. */
        REFUSED
    }
}
