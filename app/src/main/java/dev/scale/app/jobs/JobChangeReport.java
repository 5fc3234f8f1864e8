package dev.scale.app.jobs;

import dev.scale.app.Console;
import dev.scale.app.ExitCode;
import dev.scale.jobs.ExecutionId;
import dev.scale.jobs.JobCommands;
import dev.scale.jobs.JobSummary;
import dev.scale.messaging.Command;
import dev.scale.messaging.SendReport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** What became of a change that was asked for: every job is counted in one place. */
final class JobChangeReport {

    private static final int MOST_SHOWN = 20;

    private final String verb;
    private final boolean dryRun;
    private final IdentityHashMap<Command, List<ExecutionId>> underWay = new IdentityHashMap<>();
    private final List<Long> missing = new ArrayList<>();
    private final List<JobSummary> unfit = new ArrayList<>();
    private final List<Unsent> unsent = new ArrayList<>();
    private long jobs;
    private long commands;
    private @Nullable RuntimeException failure;

    JobChangeReport(String verb, boolean dryRun) {
        this.verb = verb;
        this.dryRun = dryRun;
    }

    private record Unsent(SendReport.Unconfirmed command, List<ExecutionId> jobs) {}

    void missing(Collection<Long> ids) {
        missing.addAll(ids);
    }

    void unfit(List<JobSummary> others) {
        unfit.addAll(others);
    }

    void wouldSend(int more) {
        jobs += more;
    }

    /** The jobs that these commands are about, in their order. */
    void about(List<Command> made, List<ExecutionId> executions) {
        int next = 0;
        for (Command command : made) {
            int end = Math.min(executions.size(), next + JobCommands.MOST_JOBS);
            underWay.put(command, executions.subList(next, end));
            next = end;
        }
    }

    void sent(SendReport report) {
        for (Command command : report.confirmed()) {
            commands++;
            jobs += jobsOf(command).size();
        }
        report.unconfirmed().forEach(one -> unsent.add(new Unsent(one, jobsOf(one.command()))));
    }

    private List<ExecutionId> jobsOf(Command command) {
        List<ExecutionId> about = underWay.remove(command);
        return about == null ? List.of() : about;
    }

    /** What came before is counted. */
    void failed(RuntimeException reason) {
        failure = reason;
    }

    /** Prints it and returns the exit code; throws what ended the sending. */
    int tell(Console console, boolean json) {
        if (json) {
            console.json(this::write);
        } else if (dryRun) {
            console.out().println(count(jobs, "job") + " would be " + verb + "; nothing was sent");
        } else {
            console.out()
                    .println("asked for " + count(jobs, "job") + " to be " + verb + ", in " + count(commands, "command")
                            + (commands == 0 ? "" : "; a handler applies them"));
        }
        missing.stream().limit(MOST_SHOWN).forEach(id -> console.err().println("scale: there is no job " + id));
        unfit.stream()
                .limit(MOST_SHOWN)
                .forEach(job -> console.err()
                        .println("scale: job " + job.id() + " is " + job.status() + " and cannot be " + verb));
        unsent.stream()
                .limit(MOST_SHOWN)
                .forEach(one -> console.err()
                        .println("scale: not confirmed: "
                                + one.command().command().id() + " for "
                                + count(one.jobs().size(), "job") + " from "
                                + (one.jobs().isEmpty()
                                        ? "-"
                                        : one.jobs().get(0).job()) + " on: "
                                + one.command().reason()));
        if (failure != null) {
            throw failure;
        }
        if (unsent.stream().anyMatch(one -> one.command().worthRepeating())) {
            return ExitCode.UNREACHABLE;
        }
        return unsent.isEmpty() && missing.isEmpty() && unfit.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    private void write(JsonGenerator out) {
        out.writeNumberProperty("jobs", jobs);
        out.writeNumberProperty("commands", commands);
        out.writeBooleanProperty("dry_run", dryRun);
        out.writeArrayPropertyStart("missing");
        missing.forEach(id -> out.writeString(String.valueOf(id)));
        out.writeEndArray();
        out.writeArrayPropertyStart("unfit");
        for (JobSummary job : unfit) {
            out.writeStartObject();
            out.writeStringProperty("id", String.valueOf(job.id()));
            out.writeStringProperty("status", job.status().name());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeArrayPropertyStart("unconfirmed");
        for (Unsent one : unsent) {
            out.writeStartObject();
            out.writeStringProperty("id", one.command().command().id());
            out.writeStringProperty("reason", one.command().reason());
            out.writeArrayPropertyStart("jobs");
            one.jobs().forEach(job -> out.writeString(String.valueOf(job.job())));
            out.writeEndArray();
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
