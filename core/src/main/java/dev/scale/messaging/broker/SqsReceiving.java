package dev.scale.messaging.broker;

import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the subscriptions of a broker share.
 *
 * @param troubled whether the last poll has failed
 */
record SqsReceiving(
        SqsConnection connection,
        SqsQueue queue,
        SqsHeld held,
        SqsSettling settling,
        PrefetchBudget budget,
        ThreadPoolExecutor pollers,
        AtomicBoolean troubled) {

    static SqsReceiving of(SqsConnection connection, SqsQueue queue, BrokerOptions options) {
        SqsHeld held = new SqsHeld();
        return new SqsReceiving(
                connection,
                queue,
                held,
                new SqsSettling(connection, queue, held),
                new PrefetchBudget(options.maxBody()),
                SqsThreads.unbounded("receiving"),
                new AtomicBoolean());
    }
}
