package dev.scale.messaging;

import java.time.Duration;

/** How a delivery ends; there are no other ends. */
public sealed interface Outcome {

    /** Why a command is not done. */
    enum Why {
        /** It failed: the only one that counts as an attempt. */
        FAILED,
        /** It names something that is not known yet. */
        EARLY,
        /** Its group is paused; nobody has looked at it. */
        PUT_OFF,
        /** It could not be read, or its handler does not want it. */
        REFUSED
    }

    /** Its effect is committed. */
    record Done() implements Outcome {}

    /** This try had ended before: there is nothing to do but to acknowledge. */
    record Duplicate() implements Outcome {}

    /** It comes again as the next try, after the delay. */
    record Later(Why why, Duration delay, String reason) implements Outcome {

        /** Whether it counts as an attempt. */
        public boolean counted() {
            return why == Why.FAILED;
        }
    }

    /** It is given up and kept with its reason. */
    record DeadLetter(Why why, String reason) implements Outcome {}
}
