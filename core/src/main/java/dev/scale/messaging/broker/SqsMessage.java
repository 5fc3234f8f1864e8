package dev.scale.messaging.broker;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** A message as SQS carries it: the body's text and one attribute with all that travels beside it. */
record SqsMessage(OutgoingMessage message, String text, String attribute, int bytes) {

    /** What SQS takes as a message group. */
    private static final Pattern GROUP = Pattern.compile("[A-Za-z0-9!-/:-@\\[-`{-~]{1,128}");

    static SqsMessage of(OutgoingMessage message, String clientName, Instant now) {
        SqsText text = SqsText.of(message.body());
        String attribute = SqsAttribute.write(message, PublishedHeaders.of(message, clientName, now), text);
        int beside = SqsAttribute.NAME.length() + SqsAttribute.TYPE.length() + attribute.length();
        return new SqsMessage(message, text.text(), attribute, text.bytes() + beside);
    }

    SendMessageBatchRequestEntry entry(String entryId, boolean fifo) {
        SendMessageBatchRequestEntry.Builder entry = SendMessageBatchRequestEntry.builder()
                .id(entryId)
                .messageBody(text)
                .messageAttributes(Map.of(
                        SqsAttribute.NAME,
                        MessageAttributeValue.builder()
                                .dataType(SqsAttribute.TYPE)
                                .stringValue(attribute)
                                .build()));
        if (fifo) {
            entry.messageGroupId(group(message)).messageDeduplicationId(deduplicationId(message));
        }
        return entry.build();
    }

    static String group(OutgoingMessage message) {
        return GROUP.matcher(message.group()).matches() ? message.group() : hash(message.group());
    }

    /** One for each try: SQS takes a second message under the same one for a repetition and drops it. */
    static String deduplicationId(OutgoingMessage message) {
        String number = message.headers().getOrDefault(Headers.TRY, "1");
        return hash(number + " " + message.id());
    }

    private static String hash(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException inNoJvm) {
            throw new IllegalStateException(inNoJvm);
        }
    }

    /** A delivery of what came, ours or another client's; {@code receipt} settles it. */
    static Delivery delivery(Message came, Object receipt) {
        Map<String, String> headers = new HashMap<>();
        came.messageAttributes().forEach((name, value) -> {
            if (value.stringValue() != null) {
                headers.put(name, value.stringValue());
            }
        });
        String ours = headers.remove(SqsAttribute.NAME);
        if (ours != null) {
            headers.putAll(SqsAttribute.read(ours));
        }
        String id = headers.remove(SqsAttribute.MESSAGE_ID);
        String encoding = headers.remove(SqsAttribute.BODY_ENCODING);
        int before = deliveriesBefore(came);
        return new Delivery(
                id == null || id.isEmpty() ? came.messageId() : id,
                SqsText.body(came.body(), encoding),
                headers,
                before > 0,
                OptionalInt.of(before),
                receipt);
    }

    private static int deliveriesBefore(Message came) {
        @Nullable String count = came.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT);
        return count == null || !count.matches("[0-9]{1,9}") ? 0 : Math.max(0, Integer.parseInt(count) - 1);
    }
}
