package dev.scale.acceptance.broker.sqs;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.elasticmq.StrictSQSLimits$;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** An ElasticMQ in this JVM with the limits of SQS; brokers opened meanwhile talk to it. */
public final class ElasticMq implements BeforeAllCallback, AfterAllCallback, AutoCloseable {

    /** For any key and secret. */
    public static final String URL = "sqs://key:ab/cd+ef@us-east-1//";

    private static final String ENDPOINT = "aws.endpointUrlSqs";

    private SQSRestServer server;
    private URI endpoint;
    private SqsClient client;

    @Override
    public void beforeAll(ExtensionContext context) {
        start();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    void start() {
        server = SQSRestServerBuilder.withInterface("127.0.0.1")
                .withDynamicPort()
                .withSQSLimits(StrictSQSLimits$.MODULE$)
                .start();
        int port = server.waitUntilStarted().localAddress().getPort();
        endpoint = URI.create("http://127.0.0.1:" + port);
        System.setProperty(ENDPOINT, endpoint.toString());
        client = SqsClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "ab/cd+ef")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    /** For programs of their own, as {@code AWS_ENDPOINT_URL_SQS}. */
    public URI endpoint() {
        return endpoint;
    }

    /** What anybody else would use. */
    public SqsClient client() {
        return client;
    }

    /** Creates the queue where it is missing; returns its URL. */
    public String queue(String name) {
        Map<QueueAttributeName, String> attributes = new HashMap<>();
        if (name.endsWith(".fifo")) {
            attributes.put(QueueAttributeName.FIFO_QUEUE, "true");
        }
        return client.createQueue(request -> request.queueName(name).attributes(attributes))
                .queueUrl();
    }

    @Override
    public void close() {
        System.clearProperty(ENDPOINT);
        client.close();
        server.stopAndWait();
    }
}
