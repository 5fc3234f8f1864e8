package dev.scale.acceptance.broker.sqs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A batch of which some entries fail; the answer is a success all the same. */
final class PartialFailure implements SqsFault {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Map<Integer, EntryFate> fates;

    PartialFailure(Map<Integer, EntryFate> fates) {
        this.fates = Map.copyOf(fates);
    }

    @Override
    public SqsReply reply(SqsRequest request, SqsService service) throws InterruptedException {
        List<JsonNode> done = new ArrayList<>();
        Map<String, EntryFate> failing = new HashMap<>();
        List<JsonNode> entries = request.entries();
        for (int i = 0; i < entries.size(); i++) {
            EntryFate fate = fates.get(i);
            if (fate != null) {
                failing.put(entries.get(i).path("Id").asString(), fate);
            }
            if (fate == null || fate.isDone()) {
                done.add(entries.get(i));
            }
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        if (!done.isEmpty()) {
            SqsReply reply = service.reply(request.withEntries(done));
            if (!(reply instanceof SqsReply.Answer taken) || taken.status() != 200) {
                return reply;
            }
            answer = (ObjectNode) JSON.readTree(taken.body());
        }
        return SqsReply.Answer.ok(without(answer, failing));
    }

    private static ObjectNode without(ObjectNode answer, Map<String, EntryFate> failing) {
        ArrayNode successful = JsonNodeFactory.instance.arrayNode();
        answer.path("Successful")
                .valueStream()
                .filter(entry -> !failing.containsKey(entry.path("Id").asString()))
                .forEach(successful::add);
        ArrayNode failed = JsonNodeFactory.instance.arrayNode();
        answer.path("Failed").valueStream().forEach(failed::add);
        failing.forEach((id, fate) -> {
            if (fate.isListed()) {
                boolean sender = fate == EntryFate.SENDERS_FAULT;
                failed.addObject()
                        .put("Id", id)
                        .put("SenderFault", sender)
                        .put("Code", sender ? "InvalidParameterValue" : "InternalError")
                        .put("Message", sender ? "This will never be taken." : "Try again.");
            }
        });
        answer.set("Successful", successful);
        answer.set("Failed", failed);
        return answer;
    }
}
