package dev.scale.jobs;

import dev.scale.messaging.Timestamps;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * How one execution ended: {@code {"job_id", "exe_num", "status", "ended", "task_results", "error_id"?, "error_name"?,
 * "error_message"?, "node_id"?, "started"?}}. Other members that the predecessor sends ({@code id}, {@code job_type_id}, {@code queued}) are not needed.
 *
 * @param status COMPLETED, FAILED or CANCELED
 * @param error what it failed with, with FAILED only: the same as in {@code failed_jobs}, so that it does not matter which of
 *     the two comes first
 * @param node name of the node, or its number as text
 * @param taskResults any JSON value as text; it is kept as it is
 */
public record ExecutionEnd(
        ExecutionId execution,
        JobStatus status,
        Instant ended,
        String taskResults,
        @Nullable JobError error,
        @Nullable String node,
        @Nullable Instant started) {

    public ExecutionEnd {
        if (!status.isFinal()) {
            throw new IllegalArgumentException("an execution does not end as " + status);
        }
    }

    /** An end of which no more is known. */
    public static ExecutionEnd of(ExecutionId execution, JobStatus status, Instant ended, String taskResults) {
        return new ExecutionEnd(execution, status, ended, taskResults, null, null, null);
    }

    public ExecutionEnd withError(long number) {
        return withError(new JobError.Numbered(number));
    }

    public ExecutionEnd withError(JobError reason) {
        return new ExecutionEnd(execution, status, ended, taskResults, reason, node, started);
    }

    public ExecutionEnd ranOn(String where, Instant since) {
        return new ExecutionEnd(execution, status, ended, taskResults, error, where, since);
    }

    Optional<JobError> failedWith() {
        return Optional.ofNullable(error).filter(named -> status == JobStatus.FAILED);
    }

    /** What it says: that the execution has run, how it ended, and its tasks' results. */
    List<JobEvent> events(Errors errors) {
        int number = execution.exeNum();
        JobEvent end = switch (status) {
            case COMPLETED -> new JobEvent.Completed(number, ended);
            case FAILED ->
                failedWith()
                        .map(reason -> errors.failed(number, ended, reason))
                        .orElse(new JobEvent.Failed(number, ended, null, null, true));
            default -> new JobEvent.Stopped(number, ended);
        };
        return List.of(
                new JobEvent.Running(number, started, node),
                end,
                new JobEvent.TaskResultsStored(number, new StoredJson(taskResults)));
    }

    static ExecutionEnd read(MemberReader in) {
        Long job = null;
        Integer exeNum = null;
        JobStatus status = null;
        Instant ended = null;
        String taskResults = null;
        Long errorId = null;
        String errorName = null;
        String errorMessage = null;
        String node = null;
        Instant started = null;
        in.enterObject();
        for (String member = in.nextMember(); member != null; member = in.nextMember()) {
            switch (member) {
                case "job_id" -> job = in.id();
                case "exe_num" -> exeNum = in.number(1);
                case "status" -> status = in.finalStatus();
                case "ended" -> ended = in.time();
                case "task_results" -> taskResults = in.json();
                case "error_id" -> errorId = in.id();
                case "error_name" -> errorName = in.name();
                case "error_message" -> errorMessage = in.text();
                case "node_id" -> node = in.textOrNumber();
                case "started" -> started = in.time();
                default -> in.skip();
            }
        }
        ExecutionId execution = new ExecutionId(in.required("job_id", job), in.required("exe_num", exeNum));
        JobError error = errorName != null
                ? new JobError.Named(errorName, errorMessage)
                : errorId != null ? new JobError.Numbered(errorId) : null;
        return new ExecutionEnd(
                execution,
                in.required("status", status),
                in.required("ended", ended),
                in.required("task_results", taskResults),
                error,
                node,
                started);
    }

    void write(JsonGenerator out) {
        out.writeStartObject();
        out.writeNumberProperty("job_id", execution.job());
        out.writeNumberProperty("exe_num", execution.exeNum());
        out.writeStringProperty("status", status.name());
        out.writeStringProperty("ended", Timestamps.format(ended));
        if (error instanceof JobError.Numbered numbered) {
            out.writeNumberProperty("error_id", numbered.id());
        } else if (error instanceof JobError.Named named) {
            out.writeStringProperty("error_name", named.name());
            if (named.message() != null) {
                out.writeStringProperty("error_message", named.message());
            }
        }
        if (node != null) {
            out.writeStringProperty("node_id", node);
        }
        if (started != null) {
            out.writeStringProperty("started", Timestamps.format(started));
        }
        out.writeName("task_results");
        FreeJson.write(taskResults, out);
        out.writeEndObject();
    }
}
