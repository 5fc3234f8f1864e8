package dev.scale.messaging.broker;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The queue, which must exist: nothing here creates or deletes one. What is known of it is asked for once. */
final class SqsQueue {

    /** What an answer to our questions proves; the others cannot be tried without an effect. */
    private static final String RIGHTS =
            "GetQueueUrl and GetQueueAttributes; not tried: SendMessage, ReceiveMessage, DeleteMessage,"
                    + " ChangeMessageVisibility, PurgeQueue";

    /** Where the queue does not say: the most that SQS takes. */
    private static final int LARGEST = 1024 * 1024;
    /** So that a heartbeat has time to be late, whatever the queue says. */
    private static final int SHORTEST_HOLD_SECONDS = 10;

    private static final int DEFAULT_HOLD_SECONDS = 30;

    private final SqsConnection connection;
    private final String name;
    private volatile @Nullable Facts known;

    SqsQueue(SqsConnection connection, String name) {
        this.connection = connection;
        this.name = name;
    }

    /**
     * What does not change while we work.
     *
     * @param largest most bytes that a message, and a request, may have with what travels beside the body
     * @param hold for how long a delivery is ours before it has to be extended
     */
    record Facts(String url, boolean fifo, int largest, Duration hold) {}

    String name() {
        return name;
    }

    /** Asks where they are not known; throws {@link BrokerException.Misconfigured} where the queue is missing. */
    Facts facts() {
        Facts facts = known;
        return facts == null ? askOnce() : facts;
    }

    private synchronized Facts askOnce() {
        Facts facts = known;
        if (facts == null) {
            String url = url();
            Map<QueueAttributeName, String> attributes = attributes(url);
            long hold =
                    number(attributes, QueueAttributeName.VISIBILITY_TIMEOUT).orElse(DEFAULT_HOLD_SECONDS);
            facts = new Facts(
                    url,
                    name.endsWith(".fifo"),
                    (int) number(attributes, QueueAttributeName.MAXIMUM_MESSAGE_SIZE)
                            .orElse(LARGEST),
                    Duration.ofSeconds(Math.max(SHORTEST_HOLD_SECONDS, hold)));
            known = facts;
        }
        return facts;
    }

    /** It may have been deleted and made anew, or moved out of our reach. */
    void forget() {
        known = null;
    }

    private String url() {
        return connection.ask(
                "cannot find queue '" + name + "'",
                client -> client.getQueueUrl(request -> request.queueName(name)).queueUrl());
    }

    private Map<QueueAttributeName, String> attributes(String url) {
        return connection.ask(
                "cannot use queue '" + name + "'",
                client -> client.getQueueAttributes(
                                request -> request.queueUrl(url).attributeNames(QueueAttributeName.ALL))
                        .attributes());
    }

    /** Nothing where the queue is missing. */
    private Optional<Map<QueueAttributeName, String>> find() {
        try {
            return Optional.of(attributes(facts().url()));
        } catch (BrokerException.Misconfigured failed) {
            if (SqsErrors.kind(failed) != SqsErrors.Kind.NO_QUEUE) {
                throw failed;
            }
            forget();
            return Optional.empty();
        }
    }

    QueueDepth depth() {
        return find().map(attributes -> new QueueDepth(
                        number(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES)
                                .orElse(0),
                        number(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE),
                        number(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED)))
                .orElseGet(() -> new QueueDepth(0, OptionalLong.of(0), OptionalLong.of(0)));
    }

    void purge() {
        if (find().isPresent()) {
            String url = facts().url();
            connection.ask(
                    "cannot purge queue '" + name + "'", client -> client.purgeQueue(request -> request.queueUrl(url)));
        }
    }

    /** For people, by the words of AWS. */
    Map<String, String> inspect() {
        Optional<Map<QueueAttributeName, String>> found = find();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("queue", name);
        if (found.isEmpty()) {
            facts.put(Broker.MISSING, "create it");
        }
        found.ifPresent(attributes -> {
            facts.put("queue-type", facts().fifo() ? "FIFO" : "standard");
            facts.put("queue-url", facts().url());
            facts.put("rights", RIGHTS);
            put(facts, "ready", attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES);
            put(facts, "in-flight", attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
            put(facts, "delayed", attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED);
            put(facts, "visibility-timeout-seconds", attributes, QueueAttributeName.VISIBILITY_TIMEOUT);
            put(facts, "retention-seconds", attributes, QueueAttributeName.MESSAGE_RETENTION_PERIOD);
            put(facts, "delay-seconds", attributes, QueueAttributeName.DELAY_SECONDS);
            put(facts, "receive-wait-seconds", attributes, QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS);
            put(facts, "maximum-message-bytes", attributes, QueueAttributeName.MAXIMUM_MESSAGE_SIZE);
            put(facts, "redrive-policy", attributes, QueueAttributeName.REDRIVE_POLICY);
            put(facts, "encryption-key", attributes, QueueAttributeName.KMS_MASTER_KEY_ID);
        });
        return facts;
    }

    private static void put(
            Map<String, String> facts,
            String as,
            Map<QueueAttributeName, String> attributes,
            QueueAttributeName attribute) {
        String value = attributes.get(attribute);
        if (value != null) {
            facts.put(as, value);
        }
    }

    private static OptionalLong number(Map<QueueAttributeName, String> attributes, QueueAttributeName name) {
        String value = attributes.get(name);
        return value == null || !value.matches("[0-9]{1,18}")
                ? OptionalLong.empty()
                : OptionalLong.of(Long.parseLong(value));
    }
}
