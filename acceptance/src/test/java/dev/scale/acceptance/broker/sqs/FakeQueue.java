package dev.scale.acceptance.broker.sqs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** A queue in memory, standard or, by its name, FIFO; as unkind as SQS allows itself to be. */
public final class FakeQueue {

    /** What becomes of characters that no body may hold. */
    public enum Forbidden {
        REFUSED,
        REPLACED
    }

    private static final Pattern GROUP = Pattern.compile("[!-~]{0,128}");

    private final String name;
    private final Map<String, FakeMessage> messages = new LinkedHashMap<>();
    private final Map<String, FakeMessage> byDeduplicationId = new HashMap<>();
    private Forbidden forbidden = Forbidden.REFUSED;
    private int sizeLimit = 1024 * 1024;
    private int visibility = 30;
    private boolean twice;
    private boolean closed;

    FakeQueue(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    boolean isFifo() {
        return name.endsWith(".fifo");
    }

    /** Sets {@code MaximumMessageSize}. */
    public synchronized FakeQueue sizeLimit(int bytes) {
        sizeLimit = bytes;
        return this;
    }

    synchronized int sizeLimit() {
        return sizeLimit;
    }

    /** Sets the queue's {@code VisibilityTimeout}. */
    public synchronized FakeQueue visibility(int seconds) {
        visibility = seconds;
        return this;
    }

    synchronized int visibility() {
        return visibility;
    }

    public synchronized FakeQueue forbidden(Forbidden policy) {
        forbidden = policy;
        return this;
    }

    /** From now on each message is delivered twice, each time with a handle of its own. */
    public synchronized FakeQueue deliversTwice() {
        twice = true;
        return this;
    }

    /** Ends the visibility timeout of all that is in flight. */
    public synchronized void expire() {
        messages.values().forEach(message -> message.visibleAt = System.nanoTime());
        notifyAll();
    }

    /** The bodies of all that is not deleted, in flight or not. */
    public synchronized List<String> bodies() {
        return messages.values().stream().map(message -> message.body).toList();
    }

    public synchronized long ready() {
        return count(message -> message.isVisible());
    }

    public synchronized long inFlight() {
        return count(message -> !message.isVisible() && message.receives > 0);
    }

    synchronized long delayed() {
        return count(message -> !message.isVisible() && message.receives == 0);
    }

    private long count(Predicate<FakeMessage> which) {
        return messages.values().stream().filter(which).count();
    }

    /** Most deliveries that one message has had. */
    public synchronized int mostReceives() {
        return messages.values().stream()
                .mapToInt(message -> message.receives)
                .max()
                .orElse(0);
    }

    synchronized FakeMessage send(JsonNode entry) {
        String group = entry.path("MessageGroupId").asString("");
        String deduplicationId = entry.path("MessageDeduplicationId").asString("");
        if (isFifo() && group.isEmpty()) {
            throw new SqsFailure(SqsError.missing("MessageGroupId"));
        }
        if (isFifo() && deduplicationId.isEmpty()) {
            throw new SqsFailure(SqsError.invalid("The queue should either have ContentBasedDeduplication enabled or"
                    + " MessageDeduplicationId provided explicitly"));
        }
        if (!isFifo() && !deduplicationId.isEmpty()) {
            throw new SqsFailure(SqsError.invalid("The request includes a parameter that is not valid for this queue"));
        }
        if (isFifo() && entry.has("DelaySeconds")) {
            throw new SqsFailure(SqsError.invalid("Value for parameter DelaySeconds is invalid for this queue"));
        }
        if (!GROUP.matcher(group).matches() || !GROUP.matcher(deduplicationId).matches()) {
            throw new SqsFailure(SqsError.invalid("At most 128 letters, digits and marks of ASCII are allowed"));
        }
        if (size(entry) > sizeLimit) {
            throw new SqsFailure(SqsError.invalid("One or more parameters are invalid. Reason: Message must be shorter"
                    + " than " + sizeLimit + " bytes."));
        }
        String body = allowed(entry.path("MessageBody").asString(""));
        if (body.isEmpty()) {
            throw new SqsFailure(SqsError.missing("MessageBody"));
        }
        entry.path("MessageAttributes").forEach(value -> {
            if (value.has("StringValue")) {
                allowed(value.path("StringValue").asString());
            }
        });
        FakeMessage known = byDeduplicationId.get(deduplicationId);
        if (known != null) {
            return known;
        }
        long delay = TimeUnit.SECONDS.toNanos(entry.path("DelaySeconds").asLong(0));
        FakeMessage message = new FakeMessage(
                UUID.randomUUID().toString(), body, entry.path("MessageAttributes"), group, System.nanoTime() + delay);
        messages.put(message.id, message);
        if (isFifo()) {
            byDeduplicationId.put(deduplicationId, message);
        }
        notifyAll();
        return message;
    }

    static long size(JsonNode entry) {
        long size = entry.path("MessageBody").asString("").getBytes(StandardCharsets.UTF_8).length;
        for (Map.Entry<String, JsonNode> attribute :
                entry.path("MessageAttributes").properties()) {
            size += attribute.getKey().getBytes(StandardCharsets.UTF_8).length
                    + attribute.getValue().path("DataType").asString().length()
                    + Md5.value(attribute.getValue()).length;
        }
        return size;
    }

    private String allowed(String text) {
        StringBuilder kept = new StringBuilder();
        text.codePoints().forEach(one -> {
            boolean fine = one == 0x9
                    || one == 0xA
                    || one == 0xD
                    || (one >= 0x20 && one <= 0xD7FF)
                    || (one >= 0xE000 && one <= 0xFFFD)
                    || one >= 0x10000;
            if (!fine && forbidden == Forbidden.REFUSED) {
                throw new SqsFailure(SqsError.FORBIDDEN_CHARACTERS);
            }
            kept.appendCodePoint(fine ? one : 0xFFFD);
        });
        return kept.toString();
    }

    synchronized List<FakeMessage> receive(int max, int waitSeconds, int visibilitySeconds)
            throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(waitSeconds);
        List<FakeMessage> taken = take(max, visibilitySeconds);
        while (taken.isEmpty() && !closed) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                break;
            }
            wait(Math.min(left, 100)); // a visibility timeout may end meanwhile
            taken = take(max, visibilitySeconds);
        }
        return taken;
    }

    private List<FakeMessage> take(int max, int visibilitySeconds) {
        List<FakeMessage> taken = new ArrayList<>();
        Set<String> waiting = new HashSet<>();
        Iterator<FakeMessage> all = messages.values().iterator();
        while (all.hasNext() && taken.size() < max) {
            FakeMessage message = all.next();
            if (waiting.contains(message.group)) {
                continue;
            }
            if (message.isVisible()) {
                taken.add(message);
            } else if (isFifo()) {
                waiting.add(message.group);
            }
        }
        for (FakeMessage message : taken) {
            message.receives++;
            if (!(twice && message.receives == 1)) {
                message.visibleAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(visibilitySeconds);
            }
        }
        return taken;
    }

    /** An old handle of a standard queue is accepted and deletes nothing; of a FIFO queue it is an error. */
    synchronized void delete(String handle) {
        FakeMessage message = find(handle);
        if (message == null) {
            return;
        }
        if (isFifo() && (message.isVisible() || !message.handle().equals(handle))) {
            throw new SqsFailure(SqsError.invalid("Value " + handle
                    + " for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired."));
        }
        if (message.handle().equals(handle)) {
            messages.remove(message.id);
            notifyAll();
        }
    }

    synchronized void changeVisibility(String handle, int seconds) {
        FakeMessage message = find(handle);
        if (message == null) {
            throw new SqsFailure(SqsError.invalid("Value " + handle + " for parameter ReceiptHandle is invalid. Reason:"
                    + " Message does not exist or is not available for visibility timeout change."));
        }
        if (message.isVisible()) {
            throw new SqsFailure(SqsError.NOT_IN_FLIGHT);
        }
        message.visibleAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        notifyAll();
    }

    private FakeMessage find(String handle) {
        int end = handle.indexOf('#');
        if (end < 0) {
            throw new SqsFailure(SqsError.BAD_HANDLE);
        }
        return messages.get(handle.substring(0, end));
    }

    synchronized void purge() {
        messages.clear();
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
