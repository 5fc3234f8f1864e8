package dev.scale.benchmarks.chaos;

import dev.scale.benchmarks.elasticmq.ElasticMqProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What a run over SQS's protocol has in place of a broker's URL: an endpoint, and queues that somebody has to create. */
final class SqsServer {

    static final String URL = "sqs://chaos:chaos@us-east-1//";

    /** The variable by which the SDK of handler processes finds it, and the property for this process. */
    private static final String VARIABLE = "AWS_ENDPOINT_URL_SQS";

    private static final String PROPERTY = "aws.endpointUrlSqs";

    /** What a handler had that was killed comes again after this time. */
    private static final String VISIBILITY_SECONDS = "10";

    private SqsServer() {}

    static ElasticMqProcess start() {
        try {
            return ElasticMqProcess.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has brokers that are opened in this process, and in those with this environment, use the endpoint. */
    static Map<String, String> use(String endpoint) {
        System.setProperty(PROPERTY, endpoint);
        return Map.of(VARIABLE, endpoint);
    }

    static void createQueue(String endpoint, String name) {
        try (SqsClient client = SqsClient.builder()
                .httpClient(UrlConnectionHttpClient.create())
                .region(Region.US_EAST_1)
                .endpointOverride(URI.create(endpoint))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("chaos", "chaos")))
                .build()) {
            client.createQueue(request -> request.queueName(name)
                    .attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, VISIBILITY_SECONDS)));
        }
    }
}
