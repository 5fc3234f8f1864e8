package dev.scale.jobs;

import dev.scale.messaging.BodyCodec;
import dev.scale.messaging.CommandType;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** Outputs of executions, so that a post task needs no database: {@code {"jobs": [{"id", "exe_num", "output"}]}}. */
public record StoreJobOutput(List<JobOutput> jobs) implements JobCommand {

    public static final CommandType<StoreJobOutput> TYPE = CommandType.of("store_job_output", new Codec());

    /**
     * The output of one execution.
     *
     * @param json any JSON value as text
     */
    public record JobOutput(ExecutionId execution, String json) {

        private static JobOutput read(MemberReader in) {
            Long job = null;
            Integer exeNum = null;
            String json = null;
            in.enterObject();
            for (String member = in.nextMemberOrNull(); member != null; member = in.nextMemberOrNull()) {
                switch (member) {
                    case "id" -> job = in.id();
                    case "exe_num" -> exeNum = in.number(1);
                    case "output" -> json = in.json();
                    default -> in.skip();
                }
            }
            ExecutionId execution = new ExecutionId(in.required("id", job), in.required("exe_num", exeNum));
            return new JobOutput(execution, in.required("output", json));
        }
    }

    private static final class Codec implements BodyCodec<StoreJobOutput> {

        @Override
        public StoreJobOutput read(JsonParser parser) {
            MemberReader in = new MemberReader(parser);
            List<JobOutput> jobs = null;
            in.enterObject();
            for (String member = in.nextMember(); member != null; member = in.nextMember()) {
                switch (member) {
                    case "jobs" -> jobs = in.list(JobOutput::read);
                    default -> in.skip();
                }
            }
            return new StoreJobOutput(in.required("jobs", jobs));
        }

        @Override
        public void write(StoreJobOutput body, JsonGenerator out) {
            out.writeStartObject();
            out.writeArrayPropertyStart("jobs");
            for (JobOutput output : body.jobs()) {
                out.writeStartObject();
                output.execution().writeMembers(out);
                out.writeName("output");
                FreeJson.write(output.json(), out);
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        }
    }
}
