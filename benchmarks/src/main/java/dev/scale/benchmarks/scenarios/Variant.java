package dev.scale.benchmarks.scenarios;

import dev.scale.messaging.Command;
import java.sql.SQLException;
import java.util.stream.Stream;

/**
 * The same commands for a contender that does something else with them.
 *
 * @param expected how many ends the contender waits for
 */
record Variant(Workload same, int expected, Check check) implements Workload {

    /** What there must be afterwards. */
    interface Check {
        void of(Rig rig) throws SQLException;
    }

    /** Only consumed: no rows. */
    static Variant consumed(Workload same) {
        return new Variant(same, same.expected(), rig -> {});
    }

    /** A number of jobs is in a status. */
    static Variant leaving(Workload same, int expected, int jobs, String status) {
        return new Variant(same, expected, rig -> {
            long found = rig.number("select count(*) from scale.job where status = '" + status + "'");
            if (found != jobs) {
                throw new IllegalStateException(found + " of " + jobs + " jobs are " + status);
            }
        });
    }

    @Override
    public void prepare(Rig rig) throws SQLException {
        same.prepare(rig);
    }

    @Override
    public Stream<Command> commands() {
        return same.commands();
    }

    @Override
    public void check(Rig rig) throws SQLException {
        check.of(rig);
    }
}
