package dev.scale.messaging;

import dev.scale.messaging.store.SqlFailure;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the relay at work: at once after a commit that has left something due, else every second. */
final class RelayThread implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    /** How often the outbox is looked at for what is due by its time alone. */
    static final Duration POLL = Duration.ofSeconds(1);

    private final Relay relay;
    private final Duration poll;
    private final StopSignal stop;
    private final Availability broker;
    private final Availability database;
    private final DeadLetterNotice deadLetters;
    private final Semaphore woken = new Semaphore(0);

    RelayThread(Relay relay, Duration poll, WorkerControl control) {
        this.relay = relay;
        this.poll = poll;
        stop = control.stop();
        broker = control.broker();
        database = control.database();
        deadLetters = control.deadLetters();
        stop.whenSet(this::wake);
    }

    /** Something may be due. */
    void wake() {
        woken.release();
    }

    @Override
    public void run() {
        Backoff backoff = new Backoff();
        while (!stop.isSet()) {
            // What a storm of them has left untold when it is over.
            deadLetters.tellIfDue();
            try {
                round(backoff);
            } catch (InterruptedException e) {
                LOG.info("the relay was interrupted; it ends if the worker is being closed");
            } catch (OutOfMemoryError e) {
                throw e;
            } catch (Throwable e) {
                LOG.error("the relay failed and starts afresh", e);
                pause(backoff);
            }
        }
    }

    private void round(Backoff backoff) throws InterruptedException {
        Relay.Round round;
        try {
            round = relay.publishDue();
            database.back();
            deadLetters.kept(round.refused());
        } catch (SQLException | RuntimeException e) {
            if (SqlFailure.of(e) == SqlFailure.OUTAGE) {
                database.lost(e);
            } else if (SqlFailure.of(e) != SqlFailure.CONFLICT) {
                LOG.error("the relay failed and starts afresh", e);
            }
            stop.await(backoff.next());
            return;
        }
        if (!round.outage().isEmpty()) {
            broker.lost(new IllegalStateException(round.outage().get(0)));
            stop.await(backoff.next());
            return;
        }
        broker.back();
        backoff.reset();
        if (round.idle()) {
            woken.tryAcquire(poll.toMillis(), TimeUnit.MILLISECONDS);
            woken.drainPermits();
        }
    }

    private void pause(Backoff backoff) {
        try {
            stop.await(backoff.next());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
