package dev.scale.benchmarks.elasticmq;

import java.io.IOException;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;

/** A server that speaks SQS's protocol, in a process of its own: prints its port and ends with its standard input. */
public final class ElasticMqMain {

    private ElasticMqMain() {}

    public static void main(String[] arguments) throws IOException {
        SQSRestServer server = SQSRestServerBuilder.withInterface("127.0.0.1")
                .withDynamicPort()
                .start();
        System.out.println("port " + server.waitUntilStarted().localAddress().getPort());
        while (System.in.read() >= 0) {
            // it only matters when the input ends
        }
        server.stopAndWait();
        System.exit(0);
    }
}
