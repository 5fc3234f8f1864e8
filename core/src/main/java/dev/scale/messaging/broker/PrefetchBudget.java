package dev.scale.messaging.broker;

/**
 * How many deliveries a subscription may hold unsettled, so that their bodies together stay within a budget of bytes:
 * AMQP brokers count deliveries only. The largest of the last one to two thousand tells the size; what has not been seen
 * yet is taken for as large as may be. One for all subscriptions of a broker; thread-safe.
 */
final class PrefetchBudget {

    static final int BYTES = 4 * 1024 * 1024;

    private static final int WINDOW = 1024;
    /** How much further than what was seen a guess reaches. */
    private static final int REACH = 8;

    private final int first;
    private long seen;
    private int largest;
    private int largestBefore;

    PrefetchBudget(int maxBody) {
        first = Math.max(1, BYTES / Math.max(1, maxBody));
    }

    synchronized void add(int bytes) {
        if (seen % WINDOW == 0) {
            largestBefore = largest;
            largest = 0;
        }
        seen++;
        largest = Math.max(largest, bytes);
    }

    /** At least 1, and no more than the given number. */
    synchronized int fitting(int most) {
        long size = powerOfTwo(Math.max(largest, largestBefore));
        long fit = seen == 0 ? first : Math.min(BYTES / size, first + REACH * seen);
        return (int) Math.max(1, Math.min(most, fit));
    }

    /** Rounded up, so that small differences change nothing. */
    private static long powerOfTwo(int size) {
        return size <= 1 ? 1 : 2L * Integer.highestOneBit(size - 1);
    }
}
