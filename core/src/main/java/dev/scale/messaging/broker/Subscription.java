package dev.scale.messaging.broker;

import java.time.Duration;
import java.util.List;

/**
 * Deliveries from a queue, each to be settled once: acknowledged, or given back by closing the subscription. There is no
 * giving back of a single delivery: under a live consumer it would come back at once, for ever.
 *
 * <p>For use by one thread, except {@link #close}, which any thread may call. A subscription that has lost its broker, or
 * is closed, throws from {@link #receive}: {@link BrokerException.Unavailable}, or what else the broker has said of the loss;
 * open another one. Deliveries of a lost or closed subscription are not surely settled any more: acknowledging them may do
 * nothing, and then the broker delivers them again.
 */
public interface Subscription extends AutoCloseable {

    /**
     * Takes what is there, waiting for the first delivery only.
     *
     * @param max most deliveries returned, at least 1
     * @param wait longest wait for the first one
     * @return in the order of arrival; empty when nothing came in time
     */
    List<Delivery> receive(int max, Duration wait) throws InterruptedException;

    /**
     * Settles exactly these deliveries for good. Returns when the request is on its way: where it is lost with the
     * connection, the deliveries come again. Deliveries issued by another subscription are dropped, never sent.
     */
    void acknowledge(List<Delivery> deliveries);

    /** Extends the hold on these deliveries where the broker would let it expire; elsewhere does nothing. */
    void keep(List<Delivery> deliveries);

    /** Gives back all that is unsettled and ends the subscription. Idempotent; throws nothing. */
    @Override
    void close();
}
