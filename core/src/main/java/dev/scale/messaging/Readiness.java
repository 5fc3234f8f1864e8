package dev.scale.messaging;

/**
 * Whether a worker can work at this moment.
 *
 * @param receiving at least one of its threads receives from the queue
 * @param paused it receives nothing because it was told so, by its program or by an operator
 * @param committing the database has taken its last sign of life, a few seconds ago at most
 */
public record Readiness(boolean receiving, boolean paused, boolean committing) {

    /** Whether commands can be consumed and committed. */
    public boolean ready() {
        return receiving && committing;
    }
}
