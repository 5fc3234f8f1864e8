package dev.scale.acceptance.broker.sqs;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Queues in memory and the actions on them. */
final class FakeQueues implements SqsService {

    private static final int MOST_ENTRIES = 10;

    private final Map<String, FakeQueue> queues = new ConcurrentHashMap<>();
    private final String endpoint;

    FakeQueues(String endpoint) {
        this.endpoint = endpoint;
    }

    FakeQueue create(String name) {
        return queues.computeIfAbsent(name, FakeQueue::new);
    }

    void delete(String name) {
        FakeQueue queue = queues.remove(name);
        if (queue != null) {
            queue.close();
        }
    }

    void close() {
        queues.values().forEach(FakeQueue::close);
    }

    @Override
    public SqsReply reply(SqsRequest request) throws InterruptedException {
        try {
            FakeQueue queue = queues.get(request.queue());
            if (queue == null) {
                throw new SqsFailure(SqsError.NO_QUEUE);
            }
            return SqsReply.Answer.ok(result(request, queue));
        } catch (SqsFailure failure) {
            return SqsReply.Answer.error(failure.error());
        }
    }

    private ObjectNode result(SqsRequest request, FakeQueue queue) throws InterruptedException {
        JsonNode body = request.body();
        return switch (request.action()) {
            case "GetQueueUrl" -> object().put("QueueUrl", endpoint + "/000000000000/" + queue.name());
            case "GetQueueAttributes" -> attributes(queue, names(body, "AttributeNames"));
            case "SendMessage" -> sent(queue.send(body));
            case "SendMessageBatch" -> {
                long size =
                        request.entries().stream().mapToLong(FakeQueue::size).sum();
                if (size > queue.sizeLimit()) {
                    throw new SqsFailure(SqsError.BATCH_TOO_LONG);
                }
                yield batch(request, entry -> sent(queue.send(entry)));
            }
            case "ReceiveMessage" -> receive(queue, body);
            case "DeleteMessage" -> settled(body, one -> queue.delete(handle(one)));
            case "DeleteMessageBatch" -> batch(request, entry -> settled(entry, one -> queue.delete(handle(one))));
            case "ChangeMessageVisibility" -> settled(body, one -> change(queue, one));
            case "ChangeMessageVisibilityBatch" -> batch(request, entry -> settled(entry, one -> change(queue, one)));
            case "PurgeQueue" -> settled(body, one -> queue.purge());
            default -> throw new SqsFailure(SqsError.unknownAction(request.action()));
        };
    }

    private static ObjectNode batch(SqsRequest request, Function<JsonNode, ObjectNode> action) {
        List<JsonNode> entries = request.entries();
        List<String> ids =
                entries.stream().map(entry -> entry.path("Id").asString("")).toList();
        if (entries.isEmpty()) {
            throw new SqsFailure(SqsError.EMPTY_BATCH);
        }
        if (entries.size() > MOST_ENTRIES) {
            throw new SqsFailure(SqsError.TOO_MANY_ENTRIES);
        }
        if (!ids.stream().allMatch(id -> id.matches("[A-Za-z0-9_-]{1,80}"))) {
            throw new SqsFailure(SqsError.INVALID_ENTRY_ID);
        }
        if (Set.copyOf(ids).size() < ids.size()) {
            throw new SqsFailure(SqsError.IDS_NOT_DISTINCT);
        }
        ObjectNode result = object();
        ArrayNode successful = result.putArray("Successful");
        ArrayNode failed = JsonNodeFactory.instance.arrayNode();
        for (JsonNode entry : entries) {
            try {
                successful.add(action.apply(entry).put("Id", entry.path("Id").asString()));
            } catch (SqsFailure failure) {
                failed.addObject()
                        .put("Id", entry.path("Id").asString())
                        .put("SenderFault", failure.error().sender())
                        .put("Code", failure.error().code())
                        .put("Message", failure.error().message());
            }
        }
        if (!failed.isEmpty()) {
            result.set("Failed", failed);
        }
        return result;
    }

    private static ObjectNode sent(FakeMessage message) {
        ObjectNode result = object().put("MessageId", message.id).put("MD5OfMessageBody", Md5.of(message.body));
        if (!message.attributes.isEmpty()) {
            result.put("MD5OfMessageAttributes", Md5.of(message.attributes));
        }
        return result;
    }

    private static ObjectNode receive(FakeQueue queue, JsonNode body) throws InterruptedException {
        int max = body.path("MaxNumberOfMessages").asInt(1);
        int wait = body.path("WaitTimeSeconds").asInt(0);
        int visibility = body.path("VisibilityTimeout").asInt(queue.visibility());
        if (max < 1 || max > MOST_ENTRIES || wait < 0 || wait > 20 || visibility < 0 || visibility > 43_200) {
            throw new SqsFailure(SqsError.invalid("A number of the request is out of range."));
        }
        Set<String> system = Stream.of("AttributeNames", "MessageSystemAttributeNames")
                .flatMap(list -> names(body, list).stream())
                .collect(Collectors.toSet());
        ObjectNode result = object();
        List<FakeMessage> received = queue.receive(max, wait, visibility);
        if (!received.isEmpty()) {
            ArrayNode messages = result.putArray("Messages");
            synchronized (queue) {
                received.forEach(message -> messages.add(message.shown(system, names(body, "MessageAttributeNames"))));
            }
        }
        return result;
    }

    private static void change(FakeQueue queue, JsonNode entry) {
        int seconds = entry.path("VisibilityTimeout").asInt(-1);
        if (seconds < 0 || seconds > 43_200) {
            throw new SqsFailure(SqsError.invalid("VisibilityTimeout is out of range."));
        }
        queue.changeVisibility(handle(entry), seconds);
    }

    private static ObjectNode settled(JsonNode entry, Consumer<JsonNode> action) {
        action.accept(entry);
        return object();
    }

    private static String handle(JsonNode entry) {
        return entry.path("ReceiptHandle").asString("");
    }

    private static ObjectNode attributes(FakeQueue queue, Set<String> asked) {
        Map<String, String> known = new LinkedHashMap<>();
        known.put("QueueArn", "arn:aws:sqs:us-east-1:000000000000:" + queue.name());
        known.put("ApproximateNumberOfMessages", String.valueOf(queue.ready()));
        known.put("ApproximateNumberOfMessagesNotVisible", String.valueOf(queue.inFlight()));
        known.put("ApproximateNumberOfMessagesDelayed", String.valueOf(queue.delayed()));
        known.put("MaximumMessageSize", String.valueOf(queue.sizeLimit()));
        known.put("VisibilityTimeout", String.valueOf(queue.visibility()));
        known.put("MessageRetentionPeriod", "345600");
        known.put("ReceiveMessageWaitTimeSeconds", "0");
        known.put("DelaySeconds", "0");
        known.put("CreatedTimestamp", "1767225600");
        known.put("SqsManagedSseEnabled", "true");
        if (queue.isFifo()) {
            known.put("FifoQueue", "true");
            known.put("ContentBasedDeduplication", "false");
        }
        // Known to SQS, and left out of the answer where a queue has none.
        Set<String> unset = Set.of("Policy", "RedrivePolicy", "RedriveAllowPolicy", "KmsMasterKeyId");
        ObjectNode answer = object();
        ObjectNode values = answer.putObject("Attributes");
        Set<String> names = asked.contains("All") ? known.keySet() : asked;
        for (String name : names) {
            String value = known.get(name);
            if (value != null) {
                values.put(name, value);
            } else if (!unset.contains(name)) {
                throw new SqsFailure(SqsError.unknownAttribute(name));
            }
        }
        return answer;
    }

    private static Set<String> names(JsonNode body, String list) {
        Set<String> names = new HashSet<>();
        body.path(list).forEach(name -> names.add(name.asString()));
        return names;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
