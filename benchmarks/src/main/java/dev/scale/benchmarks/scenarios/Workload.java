package dev.scale.benchmarks.scenarios;

import dev.scale.messaging.Command;
import java.sql.SQLException;
import java.util.stream.Stream;

/** Work that is waiting in a queue, the same for each turn. */
interface Workload {

    /** Makes the tables as they are to be at the start of a turn. */
    void prepare(Rig rig) throws SQLException;

    Stream<Command> commands();

    /** How many ends the contender waits for. */
    int expected();

    /** What is counted: commands, or what they hold. */
    default int items() {
        return expected();
    }

    /** Fails unless the work is done. */
    void check(Rig rig) throws SQLException;
}
