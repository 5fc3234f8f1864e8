package dev.scale.acceptance.broker.sqs;

import java.time.Instant;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A message in a queue. Guarded by its queue. */
final class FakeMessage {

    final String id;
    final String body;
    final JsonNode attributes;
    final String group;
    final Instant sent = Instant.now();
    /** By the clock of {@link System#nanoTime}. */
    long visibleAt;

    int receives;

    FakeMessage(String id, String body, JsonNode attributes, String group, long visibleAt) {
        this.id = id;
        this.body = body;
        this.attributes = attributes;
        this.group = group;
        this.visibleAt = visibleAt;
    }

    boolean isVisible() {
        return visibleAt - System.nanoTime() <= 0;
    }

    /** Each receive has a handle of its own; the newest is the one that counts. */
    String handle() {
        return id + "#" + receives;
    }

    /** As a receive shows it, with the attributes that were asked for. */
    ObjectNode shown(Set<String> system, Set<String> asked) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("MessageId", id)
                .put("ReceiptHandle", handle())
                .put("Body", body)
                .put("MD5OfBody", Md5.of(body));
        ObjectNode systemNode = JsonNodeFactory.instance.objectNode();
        put(system, systemNode, "ApproximateReceiveCount", String.valueOf(receives));
        put(system, systemNode, "SentTimestamp", String.valueOf(sent.toEpochMilli()));
        put(system, systemNode, "SenderId", "AIDATEST");
        if (!group.isEmpty()) {
            put(system, systemNode, "MessageGroupId", group);
        }
        if (!systemNode.isEmpty()) {
            node.set("Attributes", systemNode);
        }
        ObjectNode chosen = JsonNodeFactory.instance.objectNode();
        attributes.properties().stream()
                .filter(attribute -> asked.contains("All") || asked.contains(attribute.getKey()))
                .forEach(attribute -> chosen.set(attribute.getKey(), attribute.getValue()));
        if (!chosen.isEmpty()) {
            node.set("MessageAttributes", chosen);
            node.put("MD5OfMessageAttributes", Md5.of(chosen));
        }
        return node;
    }

    private static void put(Set<String> asked, ObjectNode node, String name, String value) {
        if (asked.contains("All") || asked.contains(name)) {
            node.put(name, value);
        }
    }
}
