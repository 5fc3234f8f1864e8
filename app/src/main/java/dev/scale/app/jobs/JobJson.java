package dev.scale.app.jobs;

import dev.scale.jobs.JobHistory;
import dev.scale.jobs.JobSummary;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Jobs as JSON: ids as text, since 64 bits do not fit the numbers of many readers; what is not known is left out. */
final class JobJson {

    private JobJson() {}

    /** The members of an object. */
    static void write(JobSummary job, JsonGenerator out) {
        out.writeStringProperty("id", String.valueOf(job.id()));
        out.writeStringProperty("type", job.type());
        out.writeStringProperty("status", job.status().name());
        out.writeNumberProperty("exe_num", job.execution().exeNum());
        out.writeNumberProperty("max_tries", job.maxTries());
        out.writeNumberProperty("priority", job.priority());
        text(out, "claimed_by", job.claimedBy());
        text(out, "node", job.node());
        text(out, "error", job.error());
        time(out, "created", job.created());
        time(out, "last_status_change", job.since());
    }

    /** The members of an object. */
    static void write(JobHistory history, JsonGenerator out) {
        write(history.job(), out);
        text(out, "submitted_by", history.submittedBy());
        time(out, "claimed_at", history.claimedAt());
        json(out, "input", history.input());
        json(out, "output", history.output());
        out.writeArrayPropertyStart("executions");
        for (JobHistory.Run run : history.executions()) {
            out.writeStartObject();
            out.writeNumberProperty("exe_num", run.exeNum());
            out.writeStringProperty("status", run.status().name());
            text(out, "node", run.node());
            time(out, "queued", run.queued());
            time(out, "started", run.started());
            time(out, "ended", run.ended());
            text(out, "error", run.error());
            text(out, "error_message", run.errorMessage());
            json(out, "output", run.output());
            json(out, "task_results", run.taskResults());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void text(JsonGenerator out, String name, @Nullable String value) {
        if (value != null) {
            out.writeStringProperty(name, value);
        }
    }

    private static void time(JsonGenerator out, String name, @Nullable Instant value) {
        if (value != null) {
            out.writeStringProperty(name, value.toString());
        }
    }

    /** As the database gives it, digit for digit. */
    private static void json(JsonGenerator out, String name, @Nullable String value) {
        if (value != null) {
            out.writeName(name);
            out.writeRawValue(value);
        }
    }
}
