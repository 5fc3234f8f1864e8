package dev.scale.benchmarks.scenarios;

import dev.scale.benchmarks.elasticmq.ElasticMqProcess;
import java.util.List;
import java.util.UUID;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Sends all to an empty queue, or takes all off a full one. */
final class SqsTurn implements Contestant {

    private final String name;
    private final SqsSide side;
    private final boolean sending;
    private final List<String> bodies;
    private final ElasticMqProcess server;
    private final SqsClient client;
    private long requests;
    private long handled;

    SqsTurn(
            String name,
            SqsSide side,
            boolean sending,
            List<String> bodies,
            ElasticMqProcess server,
            SqsClient client) {
        this.name = name;
        this.side = side;
        this.sending = sending;
        this.bodies = bodies;
        this.server = server;
        this.client = client;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String configuration() {
        return side.configuration();
    }

    @Override
    public int items() {
        return bodies.size();
    }

    /** Requests for a thousand commands in all turns so far. */
    double requestsPerThousand() {
        return 1000.0 * requests / handled;
    }

    @Override
    public Sample turn(QueueKind kind) throws Exception {
        String queue = "bench-" + UUID.randomUUID();
        String url = client.createQueue(request -> request.queueName(queue)).queueUrl();
        if (!sending) {
            side.send(queue, bodies);
        }
        double own = ProcessorTime.ofThis();
        double broker = ProcessorTime.of(server.pid());
        long counted = RequestCount.now();
        long start = System.nanoTime();
        if (sending) {
            side.send(queue, bodies);
        } else {
            side.receive(queue, bodies.size());
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        requests += RequestCount.now() - counted;
        handled += bodies.size();
        Sample sample = new Sample(seconds, ProcessorTime.ofThis() - own, 0, ProcessorTime.of(server.pid()) - broker);
        check(url);
        client.deleteQueue(request -> request.queueUrl(url));
        return sample;
    }

    private void check(String url) {
        var attributes = client.getQueueAttributes(request -> request.queueUrl(url)
                        .attributeNames(
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                .attributes();
        int left = attributes.values().stream().mapToInt(Integer::parseInt).sum();
        if (left != (sending ? bodies.size() : 0)) {
            throw new IllegalStateException(name + " has left " + left + " messages");
        }
    }

    @Override
    public void close() {
        // the sides are the scenario's
    }
}
