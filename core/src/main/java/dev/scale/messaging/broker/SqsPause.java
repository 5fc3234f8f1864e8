package dev.scale.messaging.broker;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Between two tries of the same request: twice as long each time, and not the same for everybody. */
final class SqsPause {

    /** What SQS has failed as often is left to whoever asked for it. */
    static final int MOST_TRIES = 5;

    private static final long FIRST_MILLIS = 100;

    private SqsPause() {}

    /** Waits after so many tries; false where the thread is to end. */
    static boolean after(int tries) {
        long most = FIRST_MILLIS << Math.min(tries, MOST_TRIES);
        try {
            TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(most / 2, most));
            return true;
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
