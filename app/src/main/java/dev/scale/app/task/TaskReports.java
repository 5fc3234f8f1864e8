package dev.scale.app.task;

import dev.scale.app.Console;
import dev.scale.jobs.ExecutionEnd;
import dev.scale.jobs.ExecutionId;
import dev.scale.jobs.JobCommands;
import dev.scale.jobs.JobError;
import dev.scale.jobs.JobStatus;
import dev.scale.jobs.Submission;
import dev.scale.messaging.Command;
import dev.scale.messaging.Timestamps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** The commands that tell of a task. Their order does not matter, nor how often each arrives. */
record TaskReports(Task task, ErrorNames errors) {

    /** That it runs; before that, where the job is its own, that there is such a job. */
    List<Command> started(Instant started) {
        List<Command> reports = new ArrayList<>();
        if (task.own()) {
            Submission job = Submission.of(task.execution().job(), task.type().orElseThrow())
                    .withMaxTries(1)
                    .claimedBy(claimant());
            reports.addAll(JobCommands.submit(List.of(job)));
        }
        reports.addAll(JobCommands.running(started, task.node(), List.of(task.execution())));
        return reports;
    }

    /** How it ended, with the results of its main task. */
    List<Command> ended(Ending ending) {
        List<Command> reports = new ArrayList<>();
        List<ExecutionId> self = List.of(task.execution());
        JobStatus status = ending.completed() ? JobStatus.COMPLETED : JobStatus.FAILED;
        ExecutionEnd end = ExecutionEnd.of(task.execution(), status, ending.ended(), results(ending));
        if (ending.started() != null) {
            end = end.ranOn(task.node(), ending.started());
        }
        if (ending.completed()) {
            reports.addAll(JobCommands.completed(ending.ended(), self));
        } else {
            String message = ending.message().isEmpty() ? null : ending.message();
            JobError error = new JobError.Named(errors.name(task.type(), ending), message);
            reports.addAll(JobCommands.failed(ending.ended(), error, self));
            end = end.withError(error);
        }
        reports.addAll(JobCommands.ends(List.of(end)));
        return reports;
    }

    private String claimant() {
        String claimant = "task " + ProcessHandle.current().pid() + " on " + task.node();
        return claimant.substring(0, Math.min(claimant.length(), 200));
    }

    /** In the predecessor's form. */
    private String results(Ending ending) {
        return Console.jsonText(out -> {
            out.writeStringProperty("version", "1.0");
            out.writeArrayPropertyStart("tasks");
            out.writeStartObject();
            out.writeStringProperty(
                    "task_id", task.execution().job() + "x" + task.execution().exeNum() + "_main");
            out.writeStringProperty("type", "main");
            out.writeBooleanProperty("was_launched", true);
            out.writeBooleanProperty("was_started", true);
            writeTime(out, "started", ending.started());
            out.writeBooleanProperty("was_timed_out", ending.timedOut());
            writeTime(out, "ended", ending.ended());
            out.writeStringProperty("status", ending.completed() ? "FINISHED" : "FAILED");
            out.writeNumberProperty("exit_code", ending.exitCode());
            out.writeEndObject();
            out.writeEndArray();
        });
    }

    private static void writeTime(JsonGenerator out, String member, @org.jspecify.annotations.Nullable Instant time) {
        if (time != null) {
            out.writeStringProperty(member, Timestamps.format(time));
        }
    }
}
