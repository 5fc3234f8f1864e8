package dev.scale.benchmarks.scenarios;

import dev.scale.messaging.Command;
import java.sql.SQLException;
import java.util.stream.Stream;

/**
 * Commands about jobs of which it is known in which status they leave their jobs.
 *
 * @param expected how many ends the contender waits for
 * @param status of the jobs that are counted
 * @param jobs how many there must be
 */
record Expecting(RunningJobsWorkload same, int expected, String status, int jobs) implements Workload {

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
        long found = rig.number("select count(*) from scale.job where status = '" + status + "'");
        if (found != jobs) {
            throw new IllegalStateException(found + " of " + jobs + " jobs are " + status);
        }
    }
}
