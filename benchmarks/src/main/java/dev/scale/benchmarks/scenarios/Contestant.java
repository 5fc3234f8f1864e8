package dev.scale.benchmarks.scenarios;

import java.io.IOException;

/** Who has turns at something, and what a turn is. */
interface Contestant extends AutoCloseable {

    String name();

    /** How it is tuned: one line, no secrets. */
    String configuration();

    /** What is done in a turn: commands, or what they hold. */
    int items();

    /** One turn, on tables and a queue made anew; fails unless the work is done. */
    Sample turn(QueueKind kind) throws Exception;

    @Override
    void close() throws IOException;
}
