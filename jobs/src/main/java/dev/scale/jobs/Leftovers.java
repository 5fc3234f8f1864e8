package dev.scale.jobs;

import dev.scale.messaging.Received;
import dev.scale.messaging.UnitOfWork;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The parts of commands that could not be applied, gathered by command since a command has one end. */
final class Leftovers {

    private record Parts(Set<Integer> positions, String firstReason) {

        String reason() {
            return positions.size() == 1 ? firstReason : firstReason + " (and " + (positions.size() - 1) + " more)";
        }

        byte @Nullable [] remainderOf(Received<JobCommand> command) {
            return Remainder.of(command.body(), command.envelope().body(), positions);
        }
    }

    private final IdentityHashMap<Received<JobCommand>, Parts> early = new IdentityHashMap<>();
    private final IdentityHashMap<Received<JobCommand>, Parts> refused = new IdentityHashMap<>();

    void early(Received<JobCommand> command, int position, String reason) {
        add(early, command, position, reason);
    }

    void refused(Received<JobCommand> command, int position, String reason) {
        add(refused, command, position, reason);
    }

    /** Tells the unit of work. No command is in both: only submissions are refused, and they are never early. */
    void report(UnitOfWork unit) {
        early.forEach((command, parts) -> unit.notYet(command, parts.reason(), parts.remainderOf(command)));
        refused.forEach((command, parts) -> unit.reject(command, parts.reason(), parts.remainderOf(command)));
    }

    private static void add(
            IdentityHashMap<Received<JobCommand>, Parts> ends,
            Received<JobCommand> command,
            int position,
            String reason) {
        ends.computeIfAbsent(command, unused -> new Parts(new TreeSet<>(), reason))
                .positions()
                .add(position);
    }
}
