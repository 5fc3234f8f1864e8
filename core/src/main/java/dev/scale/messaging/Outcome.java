package dev.scale.messaging;

import java.time.Duration;

/** How a delivery ends; there are no other ends. */
public sealed interface Outcome {

    /** Its effect is committed. */
    record Done() implements Outcome {}

    /** This try had ended before: there is nothing to do but to acknowledge. */
    record Duplicate() implements Outcome {}

    /** It comes again as the next try. */
    record Later(boolean counted, Duration delay, String reason) implements Outcome {}

    /** It is given up and kept with its reason. */
    record DeadLetter(String reason) implements Outcome {}
}
