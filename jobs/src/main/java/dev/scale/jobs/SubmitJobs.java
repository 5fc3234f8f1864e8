package dev.scale.jobs;

import dev.scale.messaging.BodyCodec;
import dev.scale.messaging.CommandType;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/**
 * New jobs: {@code {"jobs": [{"id", "type", "input"?, "max_tries"?, "priority"?, "queue"?, "claimed_by"?}]}}.
 */
public record SubmitJobs(List<Submission> jobs) implements JobCommand {

    public static final CommandType<SubmitJobs> TYPE = CommandType.of("submit_jobs", new Codec());

    private static final class Codec implements BodyCodec<SubmitJobs> {

        @Override
        public SubmitJobs read(JsonParser parser) {
            MemberReader in = new MemberReader(parser);
            List<Submission> jobs = null;
            in.enterObject();
            for (String member = in.nextMember(); member != null; member = in.nextMember()) {
                switch (member) {
                    case "jobs" -> jobs = in.list(Submission::read);
                    default -> in.skip();
                }
            }
            return new SubmitJobs(in.required("jobs", jobs));
        }

        @Override
        public void write(SubmitJobs body, JsonGenerator out) {
            out.writeStartObject();
            out.writeArrayPropertyStart("jobs");
            body.jobs().forEach(job -> job.write(out));
            out.writeEndArray();
            out.writeEndObject();
        }
    }
}
