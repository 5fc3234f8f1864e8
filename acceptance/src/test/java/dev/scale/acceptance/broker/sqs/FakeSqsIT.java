package dev.scale.acceptance.broker.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchRequestTooLongException;
import software.amazon.awssdk.services.sqs.model.InvalidMessageContentsException;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** The fake is only worth something if AWS's own client takes it for SQS. */
class FakeSqsIT {

    private FakeSqs sqs;
    private FakeQueue queue;
    private SqsClient client;
    private String url;

    @BeforeEach
    void start() throws IOException {
        sqs = FakeSqs.start();
        queue = sqs.queue("commands");
        client = client(FakeSqs.KEY_ID, FakeSqs.SECRET);
        url = client.getQueueUrl(request -> request.queueName("commands")).queueUrl();
    }

    private SqsClient client(String keyId, String secret) {
        return SqsClient.builder()
                .httpClient(UrlConnectionHttpClient.create())
                .region(Region.US_EAST_1)
                .endpointOverride(sqs.endpoint())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(keyId, secret)))
                .overrideConfiguration(configuration -> configuration.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        sqs.close();
    }

    private SendMessageBatchResponse send(String... bodies) {
        List<SendMessageBatchRequestEntry> entries = IntStream.range(0, bodies.length)
                .mapToObj(i -> SendMessageBatchRequestEntry.builder()
                        .id("e" + i)
                        .messageBody(bodies[i])
                        .messageAttributes(Map.of(
                                "a",
                                software.amazon.awssdk.services.sqs.model.MessageAttributeValue.builder()
                                        .dataType("String")
                                        .stringValue("value ü")
                                        .build()))
                        .build())
                .toList();
        return client.sendMessageBatch(request -> request.queueUrl(url).entries(entries));
    }

    private List<Message> receive(int max) {
        return client.receiveMessage(ReceiveMessageRequest.builder()
                        .queueUrl(url)
                        .maxNumberOfMessages(max)
                        .messageAttributeNames("All")
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                        .build())
                .messages();
    }

    @Test
    void messagesAreSentReceivedHiddenGivenBackAndDeleted() {
        assertThat(send("one", "zwei ü 🦉").successful()).hasSize(2);

        List<Message> first = receive(10);
        assertThat(first).extracting(Message::body).containsExactly("one", "zwei ü 🦉");
        assertThat(first.get(0).messageAttributes().get("a").stringValue()).isEqualTo("value ü");
        assertThat(receive(10)).isEmpty();
        client.changeMessageVisibility(request -> request.queueUrl(url)
                .receiptHandle(first.get(1).receiptHandle())
                .visibilityTimeout(0));
        client.deleteMessage(
                request -> request.queueUrl(url).receiptHandle(first.get(0).receiptHandle()));

        List<Message> second = receive(10);
        assertThat(second).extracting(Message::body).containsExactly("zwei ü 🦉");
        assertThat(second.get(0).attributes()).containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "2");
        client.deleteMessage(
                request -> request.queueUrl(url).receiptHandle(first.get(1).receiptHandle()));
        assertThat(queue.bodies()).as("an old handle deletes nothing").hasSize(1);
        assertThat(client.getQueueAttributes(request -> request.queueUrl(url).attributeNames(QueueAttributeName.ALL))
                        .attributes())
                .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, "1")
                .containsEntry(QueueAttributeName.MAXIMUM_MESSAGE_SIZE, "1048576");
        client.purgeQueue(request -> request.queueUrl(url));
        assertThat(queue.bodies()).isEmpty();
        assertThat(sqs.actions(FakeSqs.KEY_ID)).contains("SendMessageBatch", "PurgeQueue", "GetQueueUrl");
    }

    @Test
    void errorsAreThoseThatTheClientKnows() {
        assertThatThrownBy(() -> client.getQueueUrl(request -> request.queueName("none")))
                .isInstanceOf(QueueDoesNotExistException.class);
        assertThatThrownBy(() ->
                        client.sendMessage(request -> request.queueUrl(url).messageBody("a\u0007b")))
                .isInstanceOf(InvalidMessageContentsException.class);
        assertThat(send("fine", "a\uffffb", "fine too").failed())
                .singleElement()
                .satisfies(failed -> {
                    assertThat(failed.senderFault()).isTrue();
                    assertThat(failed.code()).isEqualTo("InvalidMessageContents");
                });
        queue.sizeLimit(100);
        assertThatThrownBy(() -> send("x".repeat(60), "y".repeat(60))).isInstanceOf(BatchRequestTooLongException.class);
        for (SqsError error : List.of(SqsError.THROTTLED, SqsError.INTERNAL, SqsError.EXPIRED_TOKEN)) {
            sqs.next("GetQueueUrl", SqsFault.error(error));
            assertThatThrownBy(() -> client.getQueueUrl(request -> request.queueName("commands")))
                    .isInstanceOfSatisfying(SqsException.class, thrown -> {
                        assertThat(thrown.statusCode()).isEqualTo(error.status());
                        assertThat(thrown.awsErrorDetails().errorCode()).isEqualTo(error.code());
                    });
        }
    }

    @Test
    void aWrongSecretAndAnUnknownKeyAreRefused() {
        try (SqsClient wrong = client(FakeSqs.KEY_ID, "ab/cd ef");
                SqsClient unknown = client("AKIAOTHER", FakeSqs.SECRET)) {
            assertThatThrownBy(() -> wrong.getQueueUrl(request -> request.queueName("commands")))
                    .hasMessageContaining("signature");
            assertThatThrownBy(() -> unknown.getQueueUrl(request -> request.queueName("commands")))
                    .hasMessageContaining("token");
        }
        sqs.clockAhead(Duration.ofHours(1));
        assertThatThrownBy(() -> client.getQueueUrl(request -> request.queueName("commands")))
                .hasMessageContaining("Signature expired");
    }

    @Test
    void partsOfABatchFail() {
        sqs.next(
                "SendMessageBatch",
                SqsFault.entries(Map.of(
                        0, EntryFate.SENDERS_FAULT,
                        1, EntryFate.SERVERS_FAULT,
                        2, EntryFate.UNMENTIONED,
                        3, EntryFate.UNMENTIONED_THOUGH_DONE)));

        SendMessageBatchResponse response = send("0", "1", "2", "3", "4");

        assertThat(response.successful()).extracting(entry -> entry.id()).containsExactly("e4");
        assertThat(response.failed()).extracting(entry -> entry.id()).containsExactlyInAnyOrder("e0", "e1");
        assertThat(queue.bodies()).containsExactly("3", "4");
        assertThat(sqs.isPlayed()).isTrue();
    }

    @Test
    void aFifoQueueKeepsGroupsInOrderAndDropsRepetitions() {
        FakeQueue fifo = sqs.queue("commands.fifo");
        String address = client.getQueueUrl(request -> request.queueName("commands.fifo"))
                .queueUrl();
        for (String id : List.of("1", "2", "2", "3")) {
            client.sendMessage(request -> request.queueUrl(address)
                    .messageBody(id)
                    .messageGroupId(id.equals("3") ? "other" : "group")
                    .messageDeduplicationId(id));
        }
        assertThat(fifo.bodies()).containsExactly("1", "2", "3");

        List<Message> first =
                client.receiveMessage(request -> request.queueUrl(address)).messages();
        List<Message> next = client.receiveMessage(
                        request -> request.queueUrl(address).maxNumberOfMessages(10))
                .messages();

        assertThat(first).extracting(Message::body).containsExactly("1");
        assertThat(next).extracting(Message::body).containsExactly("3");
    }

    @Test
    void faultsCanStandInFrontOfAnotherServer() throws IOException {
        SQSRestServer elasticMq = SQSRestServerBuilder.withInterface("127.0.0.1")
                .withDynamicPort()
                .start();
        URI behind = URI.create("http://127.0.0.1:"
                + elasticMq.waitUntilStarted().localAddress().getPort());
        try (FakeSqs front = FakeSqs.before(behind)) {
            sqs.close();
            sqs = front;
            client.close();
            client = client(FakeSqs.KEY_ID, FakeSqs.SECRET);
            url = client.createQueue(request -> request.queueName("commands")).queueUrl();
            assertThat(url).startsWith(front.endpoint().toString());
            front.next("SendMessageBatch", SqsFault.entries(Map.of(1, EntryFate.UNMENTIONED)));
            front.next("ReceiveMessage", SqsFault.error(SqsError.THROTTLED));

            assertThat(send("one", "two", "drei ü 🦉").successful()).hasSize(2);

            assertThatThrownBy(() -> receive(10)).isInstanceOf(SqsException.class);
            assertThat(receive(10)).extracting(Message::body).containsExactlyInAnyOrder("one", "drei ü 🦉");
        } finally {
            elasticMq.stopAndWait();
        }
    }
}
