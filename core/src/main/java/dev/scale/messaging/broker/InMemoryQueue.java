package dev.scale.messaging.broker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The messages of one in-memory queue, in the order of their publication; what is given back returns to its place. */
final class InMemoryQueue {

    private final PriorityQueue<Message> ready = new PriorityQueue<>();
    private long published;
    private long inFlight;

    synchronized void put(String id, byte[] body, Map<String, String> headers) {
        ready.add(new Message(published++, id, body.clone(), Map.copyOf(headers)));
        notifyAll();
    }

    synchronized QueueDepth depth() {
        return new QueueDepth(ready.size(), OptionalLong.of(inFlight), OptionalLong.empty());
    }

    synchronized void purge() {
        ready.clear();
    }

    Subscription subscribe(int prefetch) {
        return new QueueSubscription(prefetch);
    }

    /** A message; also the receipt of its deliveries. */
    private static final class Message implements Comparable<Message> {
        private final long position;
        private final String id;
        private final byte[] body;
        private final Map<String, String> headers;
        private int givenBack;

        Message(long position, String id, byte[] body, Map<String, String> headers) {
            this.position = position;
            this.id = id;
            this.body = body;
            this.headers = headers;
        }

        Delivery delivery(Object subscription) {
            return new Delivery(
                    id, body, headers, givenBack > 0, OptionalInt.of(givenBack), new Receipt(subscription, this));
        }

        @Override
        public int compareTo(Message other) {
            return Long.compare(position, other.position);
        }
    }

    private record Receipt(Object subscription, Message message) {}

    /** All its state is guarded by the queue. */
    private final class QueueSubscription implements Subscription {

        private final int prefetch;
        private final Set<Message> unsettled = new LinkedHashSet<>();
        private boolean closed;

        QueueSubscription(int prefetch) {
            this.prefetch = prefetch;
        }

        @Override
        public List<Delivery> receive(int max, Duration wait) throws InterruptedException {
            long end = System.nanoTime() + TimeUnit.NANOSECONDS.convert(wait);
            synchronized (InMemoryQueue.this) {
                long left = end - System.nanoTime();
                while (!closed && left > 0 && (ready.isEmpty() || unsettled.size() >= prefetch)) {
                    TimeUnit.NANOSECONDS.timedWait(InMemoryQueue.this, left);
                    left = end - System.nanoTime();
                }
                if (closed) {
                    throw new BrokerException.Unavailable("the subscription is closed; open another one", null);
                }
                return take(max);
            }
        }

        private List<Delivery> take(int max) {
            List<Delivery> taken = new ArrayList<>();
            while (taken.size() < max && unsettled.size() < prefetch && !ready.isEmpty()) {
                Message message = ready.remove();
                unsettled.add(message);
                inFlight++;
                taken.add(message.delivery(this));
            }
            return taken;
        }

        @Override
        public void acknowledge(List<Delivery> deliveries) {
            synchronized (InMemoryQueue.this) {
                for (Delivery delivery : deliveries) {
                    if (delivery.receipt() instanceof Receipt receipt
                            && receipt.subscription == this
                            && unsettled.remove(receipt.message)) {
                        inFlight--;
                    }
                }
                InMemoryQueue.this.notifyAll();
            }
        }

        @Override
        public void keep(List<Delivery> deliveries) {
            // nothing expires here
        }

        @Override
        public void close() {
            synchronized (InMemoryQueue.this) {
                closed = true;
                for (Message message : unsettled) {
                    message.givenBack++;
                    ready.add(message);
                }
                inFlight -= unsettled.size();
                unsettled.clear();
                InMemoryQueue.this.notifyAll();
            }
        }
    }
}
