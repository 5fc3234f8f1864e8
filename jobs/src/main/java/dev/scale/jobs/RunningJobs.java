package dev.scale.jobs;

import dev.scale.messaging.BodyCodec;
import dev.scale.messaging.CommandType;
import dev.scale.messaging.Timestamps;
import java.time.Instant;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** Executions have started: {@code {"started", "nodes": [{"id", "jobs": [{"id", "exe_num"}]}]}}. */
public record RunningJobs(Instant started, List<OnNode> nodes) implements JobCommand {

    public static final CommandType<RunningJobs> TYPE = CommandType.of("running_jobs", new Codec());

    /**
     * Executions that started on one node.
     *
     * @param node name of the node, or its number as text
     */
    public record OnNode(String node, List<ExecutionId> jobs) {

        private static OnNode read(MemberReader in) {
            String node = null;
            List<ExecutionId> jobs = null;
            in.enterObject();
            for (String member = in.nextMember(); member != null; member = in.nextMember()) {
                switch (member) {
                    case "id" -> node = in.textOrNumber();
                    case "jobs" -> jobs = in.list(ExecutionId::read);
                    default -> in.skip();
                }
            }
            return new OnNode(in.required("id", node), in.required("jobs", jobs));
        }
    }

    private static final class Codec implements BodyCodec<RunningJobs> {

        @Override
        public RunningJobs read(JsonParser parser) {
            MemberReader in = new MemberReader(parser);
            Instant started = null;
            List<OnNode> nodes = null;
            in.enterObject();
            for (String member = in.nextMember(); member != null; member = in.nextMember()) {
                switch (member) {
                    case "started" -> started = in.time();
                    case "nodes" -> nodes = in.list(OnNode::read);
                    default -> in.skip();
                }
            }
            return new RunningJobs(in.required("started", started), in.required("nodes", nodes));
        }

        @Override
        public void write(RunningJobs body, JsonGenerator out) {
            out.writeStartObject();
            out.writeStringProperty("started", Timestamps.format(body.started()));
            out.writeArrayPropertyStart("nodes");
            for (OnNode node : body.nodes()) {
                out.writeStartObject();
                out.writeStringProperty("id", node.node());
                ExecutionId.write(node.jobs(), out);
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        }
    }
}
