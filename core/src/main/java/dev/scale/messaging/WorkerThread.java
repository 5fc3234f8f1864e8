package dev.scale.messaging;

import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerException;
import dev.scale.messaging.broker.Delivery;
import dev.scale.messaging.broker.Subscription;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One consuming thread: receives batches over a subscription of its own while the gate is open. */
final class WorkerThread implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final Duration LOOK_UP = Duration.ofMillis(100);

    private final Broker broker;
    private final int batchSize;
    private final BatchHandling handling;
    private final DatabasePatience patience;
    private final WorkerControl control;
    private final WorkerListener listener;
    private final InHand.Hand hand;

    WorkerThread(
            Broker broker,
            int batchSize,
            BatchHandling handling,
            DatabasePatience patience,
            WorkerControl control,
            WorkerListener listener) {
        this.broker = broker;
        this.batchSize = batchSize;
        this.handling = handling;
        this.patience = patience;
        this.control = control;
        this.listener = listener;
        hand = control.inHand().hand();
    }

    @Override
    public void run() {
        Backoff backoff = new Backoff();
        while (!control.stop().isSet()) {
            control.steps().step();
            try {
                if (control.gate().enter(LOOK_UP)) {
                    receiveInside(backoff);
                }
            } catch (InterruptedException e) {
                LOG.info("a worker thread was interrupted; it ends if the worker is being closed");
            } catch (OutOfMemoryError e) {
                Halt.outOfMemory();
            } catch (Throwable e) {
                LOG.error("a worker thread failed and starts afresh", e);
                pause(backoff);
            }
        }
    }

    private void receiveInside(Backoff backoff) throws InterruptedException {
        try (Subscription subscription = broker.subscribe(2 * batchSize)) {
            receive(subscription, backoff);
        } catch (BrokerException e) {
            control.broker().lost(e);
            control.stop().await(backoff.next());
        } catch (DatabaseOutage e) {
            patience.awaitDatabase();
        } finally {
            control.gate().leave();
        }
    }

    private void receive(Subscription subscription, Backoff backoff) throws DatabaseOutage, InterruptedException {
        control.broker().back();
        listener.receiving();
        control.receivers().incrementAndGet();
        try {
            CarefulHandling careful = new CarefulHandling(handling, patience, control, subscription);
            while (control.mayGoOn()) {
                control.steps().step();
                List<Delivery> received = subscription.receive(batchSize, LOOK_UP);
                hand.took(received.size());
                careful.handle(received);
                hand.left(careful.putAside());
                backoff.reset();
            }
        } finally {
            control.receivers().decrementAndGet();
            hand.left(0);
        }
    }

    private void pause(Backoff backoff) {
        try {
            control.stop().await(backoff.next());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
