package dev.scale.messaging.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

class SqsMessageTest {

    private static final String STRANGE = "\u0000 \u0007 \" \\ ü \ud83e\udd89 \ufffe \uffff \ud800";

    private static SqsMessage carried(OutgoingMessage message) {
        return SqsMessage.of(message, "test", Instant.EPOCH);
    }

    private static Delivery arrived(SendMessageBatchRequestEntry entry, String count) {
        return SqsMessage.delivery(
                Message.builder()
                        .messageId("from-sqs")
                        .body(entry.messageBody())
                        .messageAttributes(entry.messageAttributes())
                        .attributes(Map.of(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, count))
                        .build(),
                "receipt");
    }

    @Test
    void idHeadersAndBodyArriveWhateverIsInThem() {
        OutgoingMessage message = new OutgoingMessage(
                STRANGE,
                new byte[] {0, -1},
                Map.of("x", STRANGE, "message-id", "not this", "body-encoding", "nor this"));

        SendMessageBatchRequestEntry entry = carried(message).entry("0", false);
        Delivery delivery = arrived(entry, "3");

        assertThat(entry.messageAttributes()).containsOnlyKeys("scale");
        assertThat(entry.messageAttributes().get("scale").stringValue()).matches("[ -~]+");
        assertThat(delivery.id()).isEqualTo(STRANGE);
        assertThat(delivery.body()).isEqualTo(new byte[] {0, -1});
        assertThat(delivery.headers())
                .containsEntry("x", STRANGE)
                .containsEntry(Headers.TIMESTAMP, "1970-01-01T00:00:00Z")
                .containsEntry(Headers.APP_ID, "test")
                .doesNotContainKeys("scale", "message-id", "body-encoding");
        assertThat(delivery.redelivered()).isTrue();
        assertThat(delivery.deliveryCount()).hasValue(2);
    }

    @Test
    void aForeignMessageHasTheIdOfSqsAndItsTextAttributes() {
        SendMessageBatchRequestEntry foreign = SendMessageBatchRequestEntry.builder()
                .messageBody("{}")
                .messageAttributes(Map.of(
                        "traceparent", text("00-1-2-01"),
                        "scale", text("[1]")))
                .build();

        Delivery delivery = arrived(foreign, "1");

        assertThat(delivery.id()).isEqualTo("from-sqs");
        assertThat(delivery.headers()).containsExactlyEntriesOf(Map.of("traceparent", "00-1-2-01"));
        assertThat(delivery.redelivered()).isFalse();
        assertThat(delivery.deliveryCount()).hasValue(0);
    }

    @Test
    void onlyTextAndNumbersAreReadFromTheAttribute() {
        assertThat(SqsAttribute.read("{\"a\":\"1\",\"b\":2,\"c\":{\"d\":[\"e\"]},\"f\":null,\"g\":true,\"h\":\"\"}"))
                .containsExactlyInAnyOrderEntriesOf(Map.of("a", "1", "b", "2", "h", ""));
        for (String noObject : new String[] {"", "{", "[]", "\"a\"", "{\"a\":", "no"}) {
            assertThat(SqsAttribute.read(noObject)).as(noObject).isEmpty();
        }
    }

    @Test
    void sizeIsThatOfTextAndAttributeInUtf8() {
        OutgoingMessage message = new OutgoingMessage("id", "\"ü\"".getBytes(UTF_8), Map.of());

        SqsMessage carried = carried(message);

        assertThat(carried.bytes())
                .isEqualTo(4
                        + "scale".length()
                        + "String".length()
                        + carried.attribute().length());
    }

    @Test
    void fifoHasTheGroupOfTheMessageAndOneDeduplicationIdForEachTry() {
        SendMessageBatchRequestEntry first = entry("id", Map.of(), "job 7");
        SendMessageBatchRequestEntry again = entry("id", Map.of(Headers.TRY, "1"), "job-7");
        SendMessageBatchRequestEntry later = entry("id", Map.of(Headers.TRY, "2"), "ü");
        SendMessageBatchRequestEntry other = entry("2 id", Map.of(), "x".repeat(129));

        assertThat(again.messageGroupId()).isEqualTo("job-7");
        assertThat(first.messageGroupId()).as("a space is not allowed").matches("[0-9a-f]{64}");
        assertThat(later.messageGroupId()).matches("[0-9a-f]{64}").isNotEqualTo(first.messageGroupId());
        assertThat(other.messageGroupId()).matches("[0-9a-f]{64}");
        assertThat(first.messageDeduplicationId())
                .matches("[0-9a-f]{64}")
                .isEqualTo(again.messageDeduplicationId())
                .isNotEqualTo(later.messageDeduplicationId())
                .isNotEqualTo(other.messageDeduplicationId());
        assertThat(first.delaySeconds()).isNull();
    }

    private static SendMessageBatchRequestEntry entry(String id, Map<String, String> headers, String group) {
        return carried(new OutgoingMessage(id, new byte[1], headers, group)).entry("0", true);
    }

    private static MessageAttributeValue text(String value) {
        return MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(value)
                .build();
    }
}
