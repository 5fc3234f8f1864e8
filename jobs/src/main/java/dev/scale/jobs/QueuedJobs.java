package dev.scale.jobs;

import dev.scale.messaging.BodyCodec;
import dev.scale.messaging.CommandType;
import java.util.List;
import java.util.OptionalInt;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/**
 * Jobs are to be queued: {@code {"jobs": [{"id", "exe_num"}], "requeue", "priority"?}}.
 *
 * @param jobs each with its current execution number, 0 where it was never queued; queueing gives the next number
 * @param requeue whether jobs that were queued before are meant
 * @param priority empty: stays as it is
 */
public record QueuedJobs(List<ExecutionId> jobs, boolean requeue, OptionalInt priority) implements JobCommand {

    public static final CommandType<QueuedJobs> TYPE = CommandType.of("queued_jobs", new Codec());

    private static final class Codec implements BodyCodec<QueuedJobs> {

        @Override
        public QueuedJobs read(JsonParser parser) {
            MemberReader in = new MemberReader(parser);
            List<ExecutionId> jobs = null;
            Boolean requeue = null;
            OptionalInt priority = OptionalInt.empty();
            in.enterObject();
            for (String member = in.nextMember(); member != null; member = in.nextMember()) {
                switch (member) {
                    case "jobs" -> jobs = in.list(ExecutionId::readOrNeverQueued);
                    case "requeue" -> requeue = in.flag();
                    case "priority" -> priority = OptionalInt.of(in.number(Integer.MIN_VALUE));
                    default -> in.skip();
                }
            }
            return new QueuedJobs(in.required("jobs", jobs), in.required("requeue", requeue), priority);
        }

        @Override
        public void write(QueuedJobs body, JsonGenerator out) {
            out.writeStartObject();
            ExecutionId.write(body.jobs(), out);
            out.writeBooleanProperty("requeue", body.requeue());
            body.priority().ifPresent(priority -> out.writeNumberProperty("priority", priority));
            out.writeEndObject();
        }
    }
}
