package dev.scale.jobs;

import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * One execution of a job.
 *
 * @param job the job's id
 * @param exeNum the execution's number, from 1; 0 means a job that was never queued
 */
public record ExecutionId(long job, int exeNum) {

    /** Reads one that has been queued. */
    static ExecutionId read(MemberReader in) {
        return read(in, 1);
    }

    static ExecutionId readOrNeverQueued(MemberReader in) {
        return read(in, 0);
    }

    private static ExecutionId read(MemberReader in, int least) {
        Long job = null;
        Integer exeNum = null;
        in.enterObject();
        for (String member = in.nextMember(); member != null; member = in.nextMember()) {
            switch (member) {
                case "id" -> job = in.id();
                case "exe_num" -> exeNum = in.number(least);
                default -> in.skip();
            }
        }
        return new ExecutionId(in.required("id", job), in.required("exe_num", exeNum));
    }

    static void write(List<ExecutionId> jobs, JsonGenerator out) {
        out.writeArrayPropertyStart("jobs");
        for (ExecutionId execution : jobs) {
            out.writeStartObject();
            execution.writeMembers(out);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    void writeMembers(JsonGenerator out) {
        out.writeNumberProperty("id", job);
        out.writeNumberProperty("exe_num", exeNum);
    }
}
