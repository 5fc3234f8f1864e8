package dev.scale.jobs;

import dev.scale.messaging.Received;
import dev.scale.messaging.UnitOfWork;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The parts of commands that could not be applied, gathered by command since a command has one end. */
final class Leftovers {

    private record Parts(Map<Integer, Remainder.Part> byPosition, String firstReason) {

        String reason() {
            return byPosition.size() == 1 ? firstReason : firstReason + " (and " + (byPosition.size() - 1) + " more)";
        }

        byte @Nullable [] remainderOf(Received<JobCommand> command) {
            return Remainder.of(command.body(), command.envelope().body(), byPosition);
        }
    }

    private final IdentityHashMap<Received<JobCommand>, Parts> early = new IdentityHashMap<>();
    private final IdentityHashMap<Received<JobCommand>, Parts> refused = new IdentityHashMap<>();

    /** The time of a report has not come. */
    void early(Report report, String reason) {
        add(early, report.command(), report.position(), Remainder.Part.AS_IT_IS, reason);
    }

    /**
     * A report whose job is there and cannot be had just now. A cancel without a number means the execution that it would
     * have met here: its remainder names that one, so that it does not hit a job that is queued again before the next try.
     *
     * @param seen number of the job's current execution
     */
    void held(Report report, int seen, String reason) {
        boolean unnumbered = report.event() instanceof JobEvent.Canceled canceled
                && canceled.seen().isEmpty();
        Remainder.Part part = unnumbered ? Remainder.Part.numbered(seen) : Remainder.Part.AS_IT_IS;
        add(early, report.command(), report.position(), part, reason);
    }

    void refused(Received<JobCommand> command, int position, String reason) {
        add(refused, command, position, Remainder.Part.AS_IT_IS, reason);
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
            Remainder.Part part,
            String reason) {
        ends.computeIfAbsent(command, unused -> new Parts(new TreeMap<>(), reason))
                .byPosition()
                .put(position, part);
    }
}
