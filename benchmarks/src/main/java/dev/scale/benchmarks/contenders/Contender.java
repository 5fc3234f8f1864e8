package dev.scale.benchmarks.contenders;

/** One way to bring commands from a queue into the database. Each runs in a process of its own, see {@link ContenderMain}. */
interface Contender extends AutoCloseable {

    /**
     * Consumes from a queue until so many messages are done: their rows committed, the broker told. Called again with
     * other queues, by one thread.
     */
    void drain(String queue, int messages) throws Exception;

    /** How it is tuned, for the report: one line, no secrets. */
    String configuration();

    /** What it counted in its last turn, if anything: one line. */
    default String figures() {
        return "";
    }

    @Override
    default void close() throws Exception {}
}
