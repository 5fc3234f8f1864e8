package dev.scale.benchmarks.chaos;

import dev.scale.messaging.broker.Broker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** All senders of a run, each a thread with a connection of its own. */
final class Senders {

    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch stop = new CountDownLatch(1);

    Senders(Supplier<Broker> brokers, Load load, Ledger ledger, long seed) {
        Queue<Assignment> reports = new ConcurrentLinkedQueue<>();
        for (int number = 1; number <= load.senders(); number++) {
            Random random = new Random(seed + number);
            Sender sender = new Sender("s" + number, brokers.get(), new Work(load, random, reports), ledger, stop);
            threads.add(new Thread(sender, "chaos-sender-" + number));
        }
    }

    void start() {
        threads.forEach(Thread::start);
    }

    /** Nothing new is sent from now on; returns when everything is confirmed, or when patience has ended. */
    void finish(Duration patience) throws InterruptedException {
        stop.countDown();
        long deadline = System.nanoTime() + patience.toNanos();
        for (Thread thread : threads) {
            thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
        }
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
