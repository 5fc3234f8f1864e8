package dev.scale.messaging.broker;

import java.util.concurrent.ThreadPoolExecutor;

/** What the subscriptions of a broker share. */
record SqsReceiving(
        SqsConnection connection,
        SqsQueue queue,
        SqsHeld held,
        SqsSettling settling,
        PrefetchBudget budget,
        ThreadPoolExecutor pollers,
        SqsTrouble trouble) {

    static SqsReceiving of(SqsConnection connection, SqsQueue queue, BrokerOptions options) {
        SqsHeld held = new SqsHeld();
        return new SqsReceiving(
                connection,
                queue,
                held,
                new SqsSettling(connection, queue, held),
                new PrefetchBudget(options.maxBody()),
                SqsThreads.unbounded("receiving"),
                new SqsTrouble());
    }
}
