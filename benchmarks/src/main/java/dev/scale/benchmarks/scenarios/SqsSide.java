package dev.scale.benchmarks.scenarios;

import java.util.List;

/** One way to use a queue of SQS. */
interface SqsSide extends AutoCloseable {

    /** How it is tuned: one line. */
    String configuration();

    /** Sends all of them; returns when all are confirmed. */
    void send(String queue, List<String> bodies) throws Exception;

    /** Takes so many off the queue; returns when all are deleted. */
    void receive(String queue, int number) throws Exception;

    @Override
    void close();
}
