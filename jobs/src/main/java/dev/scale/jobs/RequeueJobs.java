package dev.scale.jobs;

import dev.scale.messaging.BodyCodec;
import dev.scale.messaging.CommandType;
import java.util.List;
import java.util.OptionalInt;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/**
 * Jobs that were queued or canceled before are to be queued again, with as many tries as they were submitted with:
 * {@code {"jobs": [{"id", "exe_num"}], "priority"?}}.
 *
 * @param jobs each with its current execution number, 0 where it was canceled before it was ever queued
 * @param priority empty: stays as it is
 */
public record RequeueJobs(List<ExecutionId> jobs, OptionalInt priority) implements JobCommand {

    public static final CommandType<RequeueJobs> TYPE = CommandType.of("requeue_jobs", new Codec());

    private static final class Codec implements BodyCodec<RequeueJobs> {

        @Override
        public RequeueJobs read(JsonParser parser) {
            MemberReader in = new MemberReader(parser);
            List<ExecutionId> jobs = null;
            OptionalInt priority = OptionalInt.empty();
            in.enterObject();
            for (String member = in.nextMember(); member != null; member = in.nextMember()) {
                switch (member) {
                    case "jobs" -> jobs = in.list(ExecutionId::readOrNeverQueued);
                    case "priority" -> priority = OptionalInt.of(in.number(Integer.MIN_VALUE));
                    default -> in.skip();
                }
            }
            return new RequeueJobs(in.required("jobs", jobs), priority);
        }

        @Override
        public void write(RequeueJobs body, JsonGenerator out) {
            out.writeStartObject();
            ExecutionId.write(body.jobs(), out);
            body.priority().ifPresent(priority -> out.writeNumberProperty("priority", priority));
            out.writeEndObject();
        }
    }
}
