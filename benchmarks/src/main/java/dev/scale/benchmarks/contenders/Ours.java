package dev.scale.benchmarks.contenders;

import dev.scale.messaging.Handlers;
import dev.scale.messaging.Worker;
import dev.scale.messaging.WorkerOptions;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import dev.scale.messaging.store.Database;
import dev.scale.messaging.store.DatabaseUrl;

/** A worker as {@code scale handler} has it by default. A command counts once it is done: committed and acknowledged. */
final class Ours implements Contender {

    private static final WorkerOptions OPTIONS = WorkerOptions.DEFAULTS;

    private final BrokerUrl brokerUrl;
    private final Database database;
    private final Handlers handlers;
    private final boolean timed;
    private String figures = "";

    Ours(Place place, Handlers handlers) {
        this(place, handlers, false);
    }

    /**
     * Opens.
     *
     * @param timed whether it counts how long each command has taken since its sending
     */
    Ours(Place place, Handlers handlers, boolean timed) {
        this.brokerUrl = BrokerUrl.parse(place.brokerUrl());
        this.database = Database.open(DatabaseUrl.parse(place.databaseUrl()), OPTIONS.threads() + 1, "ours");
        this.handlers = handlers;
        this.timed = timed;
    }

    @Override
    public void drain(String queue, int messages) throws InterruptedException {
        Countdown countdown = new Countdown(messages, timed);
        try (Broker broker =
                        Broker.open(brokerUrl, BrokerOptions.forQueue(queue).withClientName("ours"));
                Worker worker = new Worker(broker, queue, database, handlers, OPTIONS, countdown)) {
            worker.start();
            countdown.await();
        }
        figures = countdown.figures();
    }

    @Override
    public String figures() {
        return figures;
    }

    @Override
    public String configuration() {
        return "Worker, " + OPTIONS.threads() + " threads, batches of at most " + OPTIONS.batchSize();
    }

    @Override
    public void close() {
        database.close();
    }
}
