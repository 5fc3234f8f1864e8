package dev.scale.jobs;

import dev.scale.messaging.BodyCodec;
import dev.scale.messaging.CommandType;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** Executions have ended, with the results of their tasks: {@code {"job_exe_end_models": [...]}}, see {@link ExecutionEnd}. */
public record CreateJobExeEnds(List<ExecutionEnd> ends) implements JobCommand {

    static final String LIST = "job_exe_end_models";

    public static final CommandType<CreateJobExeEnds> TYPE = CommandType.of("create_job_exe_ends", new Codec());

    private static final class Codec implements BodyCodec<CreateJobExeEnds> {

        @Override
        public CreateJobExeEnds read(JsonParser parser) {
            MemberReader in = new MemberReader(parser);
            List<ExecutionEnd> ends = null;
            in.enterObject();
            for (String member = in.nextMember(); member != null; member = in.nextMember()) {
                switch (member) {
                    case LIST -> ends = in.list(ExecutionEnd::read);
                    default -> in.skip();
                }
            }
            return new CreateJobExeEnds(in.required(LIST, ends));
        }

        @Override
        public void write(CreateJobExeEnds body, JsonGenerator out) {
            out.writeStartObject();
            out.writeArrayPropertyStart(LIST);
            body.ends().forEach(end -> end.write(out));
            out.writeEndArray();
            out.writeEndObject();
        }
    }
}
