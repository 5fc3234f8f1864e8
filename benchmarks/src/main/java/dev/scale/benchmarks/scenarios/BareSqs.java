package dev.scale.benchmarks.scenarios;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** The SDK in plain loops: full batches, one request after the other in each of some threads, nothing else. */
final class BareSqs implements SqsSide {

    private static final int BATCH = 10;

    /** As long as what our sender puts beside a body, so that both have the same number of bytes carried. */
    private static final String METADATA = """
            {"message-id":"01a21a73-7479-7647-9c0c-4c45f615ff02","content-type":"application/json",\
            "content-encoding":"utf-8","timestamp":"2026-01-01T10:00:00Z","app-id":"scale-benchmark"}""";

    private final int threads;
    private final ExecutorService executor;
    private final SqsClient client;

    BareSqs(URI endpoint, int threads) {
        this.threads = threads;
        executor = Executors.newFixedThreadPool(threads);
        client = SqsClient.builder()
                .httpClient(UrlConnectionHttpClient.create())
                .region(Region.US_EAST_1)
                .endpointOverride(endpoint)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("x", "x")))
                .build();
    }

    SqsClient client() {
        return client;
    }

    private String url(String queue) {
        return client.getQueueUrl(request -> request.queueName(queue)).queueUrl();
    }

    @Override
    public String configuration() {
        return "SqsClient, " + threads + " threads with a request each, batches of " + BATCH + ", long polls";
    }

    @Override
    public void send(String queue, List<String> bodies) throws Exception {
        String url = url(queue);
        AtomicInteger next = new AtomicInteger();
        inThreads(() -> {
            for (int from = next.getAndAdd(BATCH); from < bodies.size(); from = next.getAndAdd(BATCH)) {
                List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
                for (int i = from; i < Math.min(bodies.size(), from + BATCH); i++) {
                    MessageAttributeValue metadata = MessageAttributeValue.builder()
                            .dataType("String")
                            .stringValue(METADATA)
                            .build();
                    entries.add(SendMessageBatchRequestEntry.builder()
                            .id(Integer.toString(i))
                            .messageBody(bodies.get(i))
                            .messageAttributes(Map.of("scale", metadata))
                            .build());
                }
                int taken = client.sendMessageBatch(
                                request -> request.queueUrl(url).entries(entries))
                        .successful()
                        .size();
                if (taken < entries.size()) {
                    throw new IllegalStateException("a message was not taken");
                }
            }
        });
    }

    @Override
    public void receive(String queue, int number) throws Exception {
        String url = url(queue);
        AtomicInteger left = new AtomicInteger(number);
        inThreads(() -> {
            while (left.get() > 0) {
                List<Message> messages = client.receiveMessage(request -> request.queueUrl(url)
                                .maxNumberOfMessages(BATCH)
                                .waitTimeSeconds(1)
                                .messageAttributeNames("All"))
                        .messages();
                if (!messages.isEmpty()) {
                    client.deleteMessageBatch(request -> request.queueUrl(url)
                            .entries(IntStream.range(0, messages.size())
                                    .mapToObj(i -> DeleteMessageBatchRequestEntry.builder()
                                            .id(Integer.toString(i))
                                            .receiptHandle(messages.get(i).receiptHandle())
                                            .build())
                                    .toList()));
                    left.addAndGet(-messages.size());
                }
            }
        });
    }

    private void inThreads(Runnable work) throws Exception {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            running.add(executor.submit(work));
        }
        for (Future<?> one : running) {
            one.get();
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
        client.close();
    }
}
