package dev.scale.benchmarks.scenarios;

import dev.scale.messaging.Command;
import java.sql.SQLException;
import java.util.stream.Stream;

/** Jobs for a contender that finds them in the database itself. */
record BareRows(int jobs) implements Workload {

    @Override
    public void prepare(Rig rig) throws SQLException {
        new RunningJobsWorkload(jobs, 1).prepare(rig);
    }

    @Override
    public Stream<Command> commands() {
        return Stream.of();
    }

    @Override
    public int expected() {
        return jobs;
    }

    @Override
    public void check(Rig rig) throws SQLException {
        if (rig.number("select count(*) from scale.job where status = 'RUNNING'") != jobs) {
            throw new IllegalStateException("not all jobs are running");
        }
    }
}
