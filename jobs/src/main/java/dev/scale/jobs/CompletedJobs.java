package dev.scale.jobs;

import dev.scale.messaging.BodyCodec;
import dev.scale.messaging.CommandType;
import dev.scale.messaging.Timestamps;
import java.time.Instant;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** Executions have ended well: {@code {"ended", "jobs": [{"id", "exe_num"}]}}. */
public record CompletedJobs(Instant ended, List<ExecutionId> jobs) implements JobCommand {

    public static final CommandType<CompletedJobs> TYPE = CommandType.of("completed_jobs", new Codec());

    private static final class Codec implements BodyCodec<CompletedJobs> {

        @Override
        public CompletedJobs read(JsonParser parser) {
            MemberReader in = new MemberReader(parser);
            Instant ended = null;
            List<ExecutionId> jobs = null;
            in.enterObject();
            for (String member = in.nextMember(); member != null; member = in.nextMember()) {
                switch (member) {
                    case "ended" -> ended = in.time();
                    case "jobs" -> jobs = in.list(ExecutionId::read);
                    default -> in.skip();
                }
            }
            return new CompletedJobs(in.required("ended", ended), in.required("jobs", jobs));
        }

        @Override
        public void write(CompletedJobs body, JsonGenerator out) {
            out.writeStartObject();
            out.writeStringProperty("ended", Timestamps.format(body.ended()));
            ExecutionId.write(body.jobs(), out);
            out.writeEndObject();
        }
    }
}
