package dev.scale.acceptance.broker.sqs;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** The queues of another server, reached through this one: its name in the URLs of queues is replaced by ours. */
final class ForwardedQueues implements SqsService {

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI other;
    private final String endpoint;

    ForwardedQueues(URI other, String endpoint) {
        this.other = other;
        this.endpoint = endpoint;
    }

    @Override
    public SqsReply reply(SqsRequest request) throws InterruptedException {
        HttpRequest forwarded = HttpRequest.newBuilder(other.resolve("/"))
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("X-Amz-Target", "AmazonSQS." + request.action())
                .POST(HttpRequest.BodyPublishers.ofString(
                        request.body().toString().replace(endpoint, base())))
                .build();
        try {
            HttpResponse<String> answer = client.send(forwarded, HttpResponse.BodyHandlers.ofString());
            return new SqsReply.Answer(
                    answer.statusCode(),
                    answer.body().replace(base(), endpoint).getBytes(StandardCharsets.UTF_8),
                    answer.headers().firstValue("x-amzn-query-error").orElse(null));
        } catch (IOException away) {
            return new SqsReply.Cut();
        }
    }

    private String base() {
        return other.getScheme() + "://" + other.getAuthority();
    }
}
