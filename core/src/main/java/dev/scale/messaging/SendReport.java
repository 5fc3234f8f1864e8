package dev.scale.messaging;

import java.util.List;

/**
 * What became of commands that were sent; each is in exactly one list.
 *
 * @param confirmed the broker has taken responsibility for these
 * @param unconfirmed the broker's word is missing for these: they may or may not arrive
 */
public record SendReport(List<Command> confirmed, List<Unconfirmed> unconfirmed) {

    /** A command whose arrival nobody has confirmed; sending it again is safe, also if it did arrive. */
    public record Unconfirmed(Command command, boolean worthRepeating, String reason) {}

    public boolean complete() {
        return unconfirmed.isEmpty();
    }

    /** What to send again, under the same ids. */
    public List<Command> toResend() {
        return unconfirmed.stream()
                .filter(Unconfirmed::worthRepeating)
                .map(Unconfirmed::command)
                .toList();
    }
}
