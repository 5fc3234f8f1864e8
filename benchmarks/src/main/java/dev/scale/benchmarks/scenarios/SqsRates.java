package dev.scale.benchmarks.scenarios;

import dev.scale.benchmarks.elasticmq.ElasticMqProcess;
import dev.scale.messaging.Command;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Sends and receives over SQS's protocol beside the SDK in a plain loop with the same batches and as many requests in flight. */
final class SqsRates implements Scenario {

    /** What of a backlog for RabbitMQ is enough here. */
    private static final int PART = 10;

    private static final String ENDPOINT = "aws.endpointUrlSqs";
    private static final double LEAST_RATIO = 0.85;
    private static final double MOST_REQUESTS = 330;

    /** Requests that ours has in flight at most: sending, and receiving by two subscriptions. */
    private static final int SENDING = 8;

    private static final int RECEIVING = 16;

    @Override
    public List<Figures> run(Rig rig, Size size) throws Exception {
        List<String> bodies = new RunningJobsWorkload(Math.max(10, size.commands() / PART), 1)
                .commands()
                .map(Command::body)
                .map(body -> new String(body, StandardCharsets.UTF_8))
                .toList();
        try (ElasticMqProcess server = ElasticMqProcess.start();
                BareSqs bareSender = new BareSqs(server.endpoint(), SENDING);
                BareSqs bareReceiver = new BareSqs(server.endpoint(), RECEIVING);
                OurSqs ours = new OurSqs()) {
            System.setProperty(ENDPOINT, server.endpoint().toString());
            SqsTurn sending = new SqsTurn("ours", ours, true, bodies, server, bareSender.client());
            SqsTurn receiving = new SqsTurn("ours", ours, false, bodies, server, bareSender.client());
            Turns sends = new Turns(rig, size.warmUps(), size.rounds()).add(sending);
            Turns receives = new Turns(rig, size.warmUps(), size.rounds()).add(receiving);
            if (size.peers()) {
                sends.add(new SqsTurn("bare", bareSender, true, bodies, server, bareSender.client()));
                receives.add(new SqsTurn("bare", bareReceiver, false, bodies, server, bareSender.client()));
            }
            Comparison sent = new Comparison("sqs, sending", "commands/s", sends.over(QueueKind.CLASSIC))
                    .goal("ours", "bare", LEAST_RATIO);
            Comparison received = new Comparison(
                            "sqs, receiving and deleting", "commands/s", receives.over(QueueKind.CLASSIC))
                    .goal("ours", "bare", LEAST_RATIO);
            received.goals()
                    .add(Goal.atMost(
                            "requests for 1,000 commands, sent, received and deleted",
                            sending.requestsPerThousand() + receiving.requestsPerThousand(),
                            MOST_REQUESTS));
            return List.of(sent, received);
        } finally {
            System.clearProperty(ENDPOINT);
        }
    }
}
