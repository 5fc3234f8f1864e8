package dev.scale.messaging.broker;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;

/**
 * What a batch's answer, a success in HTTP, says of its entries: their ids are their positions. An entry can also be in
 * neither list.
 */
record SqsAnswer(Set<Integer> done, Map<Integer, BatchResultErrorEntry> failed) {

    static SqsAnswer of(Stream<String> successful, List<BatchResultErrorEntry> failures) {
        Set<Integer> done = new HashSet<>();
        successful.forEach(id -> done.add(Integer.valueOf(id)));
        Map<Integer, BatchResultErrorEntry> failed = new HashMap<>();
        failures.forEach(failure -> failed.put(Integer.valueOf(failure.id()), failure));
        return new SqsAnswer(done, failed);
    }

    static SqsErrors.Kind kind(BatchResultErrorEntry failure) {
        return SqsErrors.kind(failure.code(), failure.message(), 0, Boolean.TRUE.equals(failure.senderFault()));
    }

    static String describe(BatchResultErrorEntry failure) {
        return SqsErrors.oneLine(
                failure.message() == null ? failure.code() : failure.code() + ": " + failure.message());
    }
}
