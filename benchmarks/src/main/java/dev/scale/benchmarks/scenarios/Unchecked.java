package dev.scale.benchmarks.scenarios;

import dev.scale.messaging.Command;
import java.sql.SQLException;
import java.util.stream.Stream;

/** The same work for a contender that leaves no rows. */
record Unchecked(Workload same) implements Workload {

    @Override
    public void prepare(Rig rig) throws SQLException {
        same.prepare(rig);
    }

    @Override
    public Stream<Command> commands() {
        return same.commands();
    }

    @Override
    public int expected() {
        return same.expected();
    }

    @Override
    public void check(Rig rig) {
        // It only consumes.
    }
}
