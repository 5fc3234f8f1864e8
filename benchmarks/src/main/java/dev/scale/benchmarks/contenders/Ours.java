package dev.scale.benchmarks.contenders;

import dev.scale.messaging.Handlers;
import dev.scale.messaging.Outcome;
import dev.scale.messaging.Worker;
import dev.scale.messaging.WorkerListener;
import dev.scale.messaging.WorkerOptions;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import dev.scale.messaging.store.Database;
import dev.scale.messaging.store.DatabaseUrl;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** A worker as {@code scale handler} has it by default. A command counts once it is done: committed and acknowledged. */
final class Ours implements Contender {

    private static final WorkerOptions OPTIONS = WorkerOptions.DEFAULTS;

    private final BrokerUrl brokerUrl;
    private final Database database;
    private final Handlers handlers;

    Ours(Place place, Handlers handlers) {
        this.brokerUrl = BrokerUrl.parse(place.brokerUrl());
        this.database = Database.open(DatabaseUrl.parse(place.databaseUrl()), OPTIONS.threads() + 1, "ours");
        this.handlers = handlers;
    }

    @Override
    public void drain(String queue, int messages) throws InterruptedException {
        Countdown countdown = new Countdown(messages);
        try (Broker broker =
                        Broker.open(brokerUrl, BrokerOptions.forQueue(queue).withClientName("ours"));
                Worker worker = new Worker(broker, queue, database, handlers, OPTIONS, countdown)) {
            worker.start();
            countdown.ended.await();
        }
    }

    @Override
    public String configuration() {
        return "Worker, " + OPTIONS.threads() + " threads, batches of at most " + OPTIONS.batchSize();
    }

    @Override
    public void close() {
        database.close();
    }

    private static final class Countdown implements WorkerListener {

        private final AtomicLong left;
        private final CountDownLatch ended = new CountDownLatch(1);

        Countdown(int messages) {
            left = new AtomicLong(messages);
        }

        @Override
        public void committed(String group, List<Ended> all, Instant at) {
            long done = all.stream()
                    .filter(one -> one.outcome() instanceof Outcome.Done)
                    .count();
            if (left.addAndGet(-done) <= 0) {
                ended.countDown();
            }
        }
    }
}
