package dev.scale.jobs;

import dev.scale.jobs.StoreJobOutput.JobOutput;
import dev.scale.messaging.Command;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Makes the commands about jobs, ready to be sent. Long lists are split into several commands, since a command is handled
 * whole: at most {@value #MOST_JOBS} jobs each, and no more JSON of inputs or outputs than fits a queue with small limits.
 */
public final class JobCommands {

    public static final int MOST_JOBS = 100;

    /** What the smallest limit in use (256 KiB a message on SQS) leaves for free JSON; a larger value travels alone. */
    static final long MOST_JSON_BYTES = 200_000;

    private JobCommands() {}

    /** New jobs. */
    public static List<Command> submit(List<Submission> jobs) {
        return split(
                jobs,
                job -> job.input() == null ? 0 : bytes(job.input()),
                part -> Command.of(SubmitJobs.TYPE, new SubmitJobs(part)));
    }

    /** Queues jobs that were never queued; their priority stays. */
    public static List<Command> queued(List<Long> jobs) {
        return queued(jobs.stream().map(id -> new ExecutionId(id, 0)).toList(), false, OptionalInt.empty());
    }

    /**
     * Queues jobs.
     *
     * @param jobs each with its current execution number; where it has another by then, nothing happens
     * @param requeue whether jobs that were queued before are meant
     */
    public static List<Command> queued(List<ExecutionId> jobs, boolean requeue, OptionalInt priority) {
        return split(jobs, job -> 0, part -> Command.of(QueuedJobs.TYPE, new QueuedJobs(part, requeue, priority)));
    }

    /** Executions that have started on a node. */
    public static List<Command> running(Instant started, String node, List<ExecutionId> jobs) {
        return split(
                jobs,
                job -> 0,
                part -> Command.of(
                        RunningJobs.TYPE, new RunningJobs(started, List.of(new RunningJobs.OnNode(node, part)))));
    }

    /** Executions that have ended well. */
    public static List<Command> completed(Instant ended, List<ExecutionId> jobs) {
        return split(jobs, job -> 0, part -> Command.of(CompletedJobs.TYPE, new CompletedJobs(ended, part)));
    }

    /** Executions that have failed with one error. */
    public static List<Command> failed(Instant ended, JobError error, List<ExecutionId> jobs) {
        return split(
                jobs,
                job -> 0,
                part -> Command.of(
                        FailedJobs.TYPE, new FailedJobs(ended, List.of(new FailedJobs.ByError(error, part)))));
    }

    /**
     * Gives jobs up.
     *
     * @param when becomes the end of the executions that are given up
     * @param jobs each with the execution number that is known, 0 for one that was never queued; where a job has been
     *     queued by a command since, nothing happens
     */
    public static List<Command> cancel(Instant when, List<ExecutionId> jobs) {
        return cancelTargets(
                when,
                jobs.stream()
                        .map(job -> new CancelJobs.Target(job.job(), OptionalInt.of(job.exeNum())))
                        .toList());
    }

    /**
     * Gives jobs up whatever they have come to. Prefer {@link #cancel}: this command also hits a job that was queued again
     * after it was sent.
     */
    public static List<Command> cancelCurrent(Instant when, List<Long> jobs) {
        return cancelTargets(
                when,
                jobs.stream()
                        .map(id -> new CancelJobs.Target(id, OptionalInt.empty()))
                        .toList());
    }

    /**
     * Queues jobs again, however they ended unless they completed, with as many tries as they were submitted with.
     *
     * @param jobs each with its current execution number; where it has another by then, nothing happens
     * @param priority empty: stays as it is
     */
    public static List<Command> requeue(List<ExecutionId> jobs, OptionalInt priority) {
        return split(jobs, job -> 0, part -> Command.of(RequeueJobs.TYPE, new RequeueJobs(part, priority)));
    }

    /** Ends of executions with the results of their tasks. */
    public static List<Command> ends(List<ExecutionEnd> ends) {
        return split(
                ends,
                end -> bytes(end.taskResults()),
                part -> Command.of(CreateJobExeEnds.TYPE, new CreateJobExeEnds(part)));
    }

    /** Outputs of executions. */
    public static List<Command> storeOutput(List<JobOutput> outputs) {
        return split(
                outputs,
                output -> bytes(output.json()),
                part -> Command.of(StoreJobOutput.TYPE, new StoreJobOutput(part)));
    }

    private static List<Command> cancelTargets(Instant when, List<CancelJobs.Target> jobs) {
        return split(jobs, job -> 0, part -> Command.of(CancelJobs.TYPE, new CancelJobs(when, part)));
    }

    private static <T> List<Command> split(
            List<T> jobs, ToLongFunction<T> jsonBytes, Function<List<T>, Command> command) {
        List<Command> commands = new ArrayList<>();
        List<T> part = new ArrayList<>();
        long size = 0;
        for (T job : jobs) {
            long added = jsonBytes.applyAsLong(job);
            if (!part.isEmpty() && (part.size() == MOST_JOBS || size + added > MOST_JSON_BYTES)) {
                commands.add(command.apply(part));
                part = new ArrayList<>();
                size = 0;
            }
            part.add(job);
            size += added;
        }
        if (!part.isEmpty()) {
            commands.add(command.apply(part));
        }
        return commands;
    }

    private static long bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8).length;
    }
}
