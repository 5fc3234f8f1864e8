package dev.scale.messaging;

import dev.scale.messaging.store.Mark;
import java.util.List;

/**
 * Whether a command is suspected of killing processes, and what is due to it. A command that was in work when a process
 * died is handled alone from then on; one that was alone in work when the last two processes died is guilty.
 *
 * @param marks what other processes left on it, newest first
 */
record Suspicion(List<Mark> marks, Due due) {

    enum Due {
        /** It is like any other. */
        NOTHING,
        /** It cannot be told yet: it may be in the hands of a process that lives. */
        WAITING,
        /** To be handled while nothing else is in work in this process. */
        ALONE,
        /** It ends as a dead letter. */
        CONVICTION
    }

    private static final int CONVICTING = 2;

    static final Suspicion NONE = new Suspicion(List.of(), Due.NOTHING);

    /** @param deathsCertain whether the database has answered for so long that a silent process must be dead */
    static Suspicion of(List<Mark> marks, Pulse pulse, boolean deathsCertain) {
        return new Suspicion(marks, due(marks, pulse, deathsCertain));
    }

    private static Due due(List<Mark> marks, Pulse pulse, boolean deathsCertain) {
        if (marks.isEmpty()) {
            return Due.NOTHING;
        }
        if (marks.stream().anyMatch(mark -> mark.silence().compareTo(pulse.overdue()) < 0)) {
            return Due.WAITING;
        }
        List<Mark> last = marks.subList(0, Math.min(CONVICTING, marks.size()));
        if (last.size() < CONVICTING || !last.stream().allMatch(Mark::alone)) {
            return Due.ALONE;
        }
        boolean dead = last.stream().allMatch(mark -> mark.silence().compareTo(pulse.dead()) >= 0);
        return deathsCertain && dead ? Due.CONVICTION : Due.WAITING;
    }

    /** What a dead letter says of it. */
    String reason() {
        return "it kills the process that handles it: " + marks.size() + " ended in the middle of it, the last two ("
                + marks.get(0).process() + ", " + marks.get(1).process() + ") while it was the only command in work";
    }
}
