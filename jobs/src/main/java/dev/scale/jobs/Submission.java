package dev.scale.jobs;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * A new job.
 *
 * @param id chosen by the sender, see {@link JobId#next()}
 * @param type name of the job type, made known when it is first named
 * @param input any JSON value as text
 * @param maxTries most executions, the first included, before a failure is final
 * @param priority the lowest number is claimed first
 * @param queue whether the job is queued at once, as execution 1
 * @param claimedBy a scheduler that will run execution 1 itself; means something only with {@code queue}
 */
public record Submission(
        long id,
        String type,
        @Nullable String input,
        int maxTries,
        int priority,
        boolean queue,
        @Nullable String claimedBy) {

    public static final int DEFAULT_MAX_TRIES = 3;
    public static final int DEFAULT_PRIORITY = 100;

    /** A job without input that is queued at once, with the defaults for the rest. */
    public static Submission of(long id, String type) {
        return new Submission(id, type, null, DEFAULT_MAX_TRIES, DEFAULT_PRIORITY, true, null);
    }

    public Submission withInput(String json) {
        return new Submission(id, type, json, maxTries, priority, queue, claimedBy);
    }

    public Submission withMaxTries(int most) {
        return new Submission(id, type, input, most, priority, queue, claimedBy);
    }

    public Submission withPriority(int number) {
        return new Submission(id, type, input, maxTries, number, queue, claimedBy);
    }

    /** The same, to be queued by a later command. */
    public Submission pending() {
        return new Submission(id, type, input, maxTries, priority, false, null);
    }

    public Submission claimedBy(String scheduler) {
        return new Submission(id, type, input, maxTries, priority, queue, scheduler);
    }

    static Submission read(MemberReader in) {
        Long id = null;
        String type = null;
        Submission job = of(0, "");
        in.enterObject();
        for (String member = in.nextMember(); member != null; member = in.nextMember()) {
            switch (member) {
                case "id" -> id = in.id();
                case "type" -> type = in.name();
                case "input" -> job = job.withInput(in.json());
                case "max_tries" -> job = job.withMaxTries(in.number(1));
                case "priority" -> job = job.withPriority(in.number(Integer.MIN_VALUE));
                case "queue" -> job = in.flag() ? job : job.pending();
                case "claimed_by" -> job = job.claimedBy(in.name());
                default -> in.skip();
            }
        }
        return new Submission(
                in.required("id", id),
                in.required("type", type),
                job.input,
                job.maxTries,
                job.priority,
                job.queue,
                job.queue ? job.claimedBy : null);
    }

    void write(JsonGenerator out) {
        out.writeStartObject();
        out.writeNumberProperty("id", id);
        out.writeStringProperty("type", type);
        if (input != null) {
            out.writeName("input");
            FreeJson.write(input, out);
        }
        out.writeNumberProperty("max_tries", maxTries);
        out.writeNumberProperty("priority", priority);
        out.writeBooleanProperty("queue", queue);
        if (claimedBy != null) {
            out.writeStringProperty("claimed_by", claimedBy);
        }
        out.writeEndObject();
    }
}
