package dev.scale.messaging.store;

/**
 * What a handler process ends.
 *
 * @param threads that consume
 * @param commands ended since its start
 * @param perSecond ended a second, lately
 */
public record WorkerLoad(int threads, long commands, double perSecond) {

    public static final WorkerLoad NONE = new WorkerLoad(0, 0, 0);
}
