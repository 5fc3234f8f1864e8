package dev.scale.acceptance.broker.sqs;

/** What becomes of an entry of a batch that does not simply succeed. */
public enum EntryFate {
    /** Not done; listed as failed by the sender's fault. */
    SENDERS_FAULT(false),
    /** Not done; listed as failed by the server's fault. */
    SERVERS_FAULT(false),
    /** Not done; in neither list. */
    UNMENTIONED(false),
    /** Done, and yet listed as failed by the server's fault. */
    SERVERS_FAULT_THOUGH_DONE(true),
    /** Done, and yet in neither list. */
    UNMENTIONED_THOUGH_DONE(true);

    private final boolean done;

    EntryFate(boolean done) {
        this.done = done;
    }

    boolean isDone() {
        return done;
    }

    boolean isListed() {
        return this != UNMENTIONED && this != UNMENTIONED_THOUGH_DONE;
    }
}
