package dev.scale.acceptance.broker.sqs;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request as it came.
 *
 * @param action such as {@code SendMessageBatch}
 * @param keyId the access key id it was signed with; null where it was not signed
 * @param body the parameters
 */
public record SqsRequest(String action, @Nullable String keyId, ObjectNode body) {

    /** The entries of a batch; none in other requests. */
    List<JsonNode> entries() {
        return body.path("Entries").valueStream().toList();
    }

    /** What is sent or settled, in a batch or alone. */
    public List<JsonNode> entriesOrBody() {
        return body.has("Entries") ? entries() : List.of(body);
    }

    SqsRequest withEntries(List<JsonNode> entries) {
        ObjectNode other = body.deepCopy();
        ArrayNode array = other.putArray("Entries");
        entries.forEach(array::add);
        return new SqsRequest(action, keyId, other);
    }

    /** The last part of the queue's URL, or the name asked for. */
    String queue() {
        String url = body.path("QueueUrl").asString(body.path("QueueName").asString(""));
        return url.substring(url.lastIndexOf('/') + 1);
    }
}
