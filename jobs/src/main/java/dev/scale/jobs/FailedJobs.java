package dev.scale.jobs;

import dev.scale.messaging.BodyCodec;
import dev.scale.messaging.CommandType;
import dev.scale.messaging.Timestamps;
import java.time.Instant;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/**
 * Executions have failed: {@code {"ended", "errors": [{"name", "message"?, "jobs": [{"id", "exe_num"}]}]}}, where
 * {@code "id"} may stand in place of {@code "name"}.
 */
public record FailedJobs(Instant ended, List<ByError> errors) implements JobCommand {

    public static final CommandType<FailedJobs> TYPE = CommandType.of("failed_jobs", new Codec());

    /** Executions that failed with the same error. */
    public record ByError(JobError error, List<ExecutionId> jobs) {

        private static ByError read(MemberReader in) {
            Long id = null;
            String name = null;
            String message = null;
            List<ExecutionId> jobs = null;
            in.enterObject();
            for (String member = in.nextMember(); member != null; member = in.nextMember()) {
                switch (member) {
                    case "id" -> id = in.id();
                    case "name" -> name = in.name();
                    case "message" -> message = in.text();
                    case "jobs" -> jobs = in.list(ExecutionId::read);
                    default -> in.skip();
                }
            }
            JobError error = name == null && id != null
                    ? new JobError.Numbered(id)
                    : new JobError.Named(in.required("name", name), message);
            return new ByError(error, in.required("jobs", jobs));
        }

        private void write(JsonGenerator out) {
            out.writeStartObject();
            if (error instanceof JobError.Numbered numbered) {
                out.writeNumberProperty("id", numbered.id());
            } else if (error instanceof JobError.Named named) {
                out.writeStringProperty("name", named.name());
                if (named.message() != null) {
                    out.writeStringProperty("message", named.message());
                }
            }
            ExecutionId.write(jobs, out);
            out.writeEndObject();
        }
    }

    private static final class Codec implements BodyCodec<FailedJobs> {

        @Override
        public FailedJobs read(JsonParser parser) {
            MemberReader in = new MemberReader(parser);
            Instant ended = null;
            List<ByError> errors = null;
            in.enterObject();
            for (String member = in.nextMember(); member != null; member = in.nextMember()) {
                switch (member) {
                    case "ended" -> ended = in.time();
                    case "errors" -> errors = in.list(ByError::read);
                    default -> in.skip();
                }
            }
            return new FailedJobs(in.required("ended", ended), in.required("errors", errors));
        }

        @Override
        public void write(FailedJobs body, JsonGenerator out) {
            out.writeStartObject();
            out.writeStringProperty("ended", Timestamps.format(body.ended()));
            out.writeArrayPropertyStart("errors");
            body.errors().forEach(error -> error.write(out));
            out.writeEndArray();
            out.writeEndObject();
        }
    }
}
