package dev.scale.jobs;

import dev.scale.messaging.BodyCodec;
import dev.scale.messaging.CommandType;
import dev.scale.messaging.Timestamps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/**
 * Jobs are to be given up: {@code {"jobs": [{"id", "exe_num"?}], "when"}}, or {@code {"job_ids": [id], "when"}}.
 *
 * @param when becomes the end of an execution that is given up
 */
public record CancelJobs(Instant when, List<Target> jobs) implements JobCommand {

    public static final CommandType<CancelJobs> TYPE = CommandType.of("cancel_jobs", new Codec());

    /**
     * A job to be given up.
     *
     * @param exeNum number of the execution that the sender knows of, 0 where the job was never queued: a job that has been
     *     queued by a command since goes on. Empty: whatever the job has come to
     */
    public record Target(long job, OptionalInt exeNum) {

        /** The elements of both lists may have either form. */
        private static Target read(MemberReader in) {
            if (!in.isObject()) {
                return new Target(in.id(), OptionalInt.empty());
            }
            Long job = null;
            OptionalInt exeNum = OptionalInt.empty();
            in.enterObject();
            for (String member = in.nextMember(); member != null; member = in.nextMember()) {
                switch (member) {
                    case "id" -> job = in.id();
                    case "exe_num" -> exeNum = OptionalInt.of(in.number(0));
                    default -> in.skip();
                }
            }
            return new Target(in.required("id", job), exeNum);
        }

        private void write(JsonGenerator out) {
            out.writeStartObject();
            out.writeNumberProperty("id", job);
            exeNum.ifPresent(number -> out.writeNumberProperty("exe_num", number));
            out.writeEndObject();
        }
    }

    /** Whether handling it again is harmless: without a number it would give up a job that has been queued again since. */
    boolean isNumbered() {
        return jobs.stream().allMatch(target -> target.exeNum().isPresent());
    }

    private static final class Codec implements BodyCodec<CancelJobs> {

        @Override
        public CancelJobs read(JsonParser parser) {
            MemberReader in = new MemberReader(parser);
            Instant when = null;
            List<Target> jobs = null;
            in.enterObject();
            for (String member = in.nextMember(); member != null; member = in.nextMember()) {
                switch (member) {
                    case "when" -> when = in.time();
                    case "jobs", "job_ids" -> {
                        jobs = jobs == null ? new ArrayList<>() : jobs;
                        jobs.addAll(in.list(Target::read));
                    }
                    default -> in.skip();
                }
            }
            return new CancelJobs(in.required("when", when), in.required("jobs", jobs));
        }

        @Override
        public void write(CancelJobs body, JsonGenerator out) {
            out.writeStartObject();
            out.writeArrayPropertyStart("jobs");
            body.jobs().forEach(target -> target.write(out));
            out.writeEndArray();
            out.writeStringProperty("when", Timestamps.format(body.when()));
            out.writeEndObject();
        }
    }
}
