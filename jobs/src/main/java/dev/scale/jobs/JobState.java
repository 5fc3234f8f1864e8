package dev.scale.jobs;

import static dev.scale.jobs.JobStatus.CANCELED;
import static dev.scale.jobs.JobStatus.COMPLETED;
import static dev.scale.jobs.JobStatus.FAILED;
import static dev.scale.jobs.JobStatus.PENDING;
import static dev.scale.jobs.JobStatus.QUEUED;
import static dev.scale.jobs.JobStatus.RUNNING;

import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A job's state, and the state machine as one pure function over it. Immutable.
 *
 * <p>What else the job's row shows (node, times, error, and the output of a completed job) is that of its current
 * execution, so that the two can never disagree.
 *
 * @param exeNum number of the current execution, 0 before the first
 * @param firstExe number given by the last explicit queueing; later numbers are automatic retries of it
 * @param executions by number: those that are loaded, which are at least all that an event speaks of or may end
 */
record JobState(
        JobStatus status,
        int exeNum,
        int firstExe,
        MaxTries maxTries,
        int priority,
        Map<Integer, Execution> executions) {

    /**
     * Until which number failed executions are retried.
     *
     * @param submitted what the job was submitted with: as many executions as requeueing grants once more
     */
    record MaxTries(int now, int submitted) {

        /** As many again after an execution. */
        MaxTries after(int exeNum) {
            return new MaxTries((int) Math.min((long) exeNum + submitted, Integer.MAX_VALUE), submitted);
        }
    }

    /** A new job. */
    static JobState submitted(int maxTries, int priority, boolean queue) {
        JobState pending = new JobState(PENDING, 0, 0, new MaxTries(maxTries, maxTries), priority, Map.of());
        return queue ? pending.explicitly(OptionalInt.empty()) : pending;
    }

    /**
     * Whether the event speaks of an execution that this job has not come to. Early events are not to be applied: they are
     * for later.
     */
    static boolean isEarly(JobState job, JobEvent event) {
        return event.exeNum() > job.exeNum;
    }

    /**
     * The state after an event. Reports that do not contradict each other end in the same state in whatever order and
     * however often they come; where they do, the first wins. Never compares times.
     *
     * @param event not an early one
     * @return the job itself where the event changes nothing
     */
    static JobState apply(JobState job, JobEvent event) {
        if (event instanceof JobEvent.Queued queued) {
            return job.queue(queued);
        }
        if (event instanceof JobEvent.Requeued requeued) {
            return job.requeue(requeued);
        }
        if (event instanceof JobEvent.Canceled canceled) {
            return job.cancel(canceled);
        }
        Execution before = job.executions.get(event.exeNum());
        if (before == null) {
            return job;
        }
        Execution after = report(before, event);
        if (after.equals(before)) {
            return job;
        }
        JobState reported = job.with(event.exeNum(), after);
        return event.exeNum() == job.exeNum ? reported.follow(event, after.status()) : reported;
    }

    /** The current execution; null before the first. */
    @Nullable
    Execution current() {
        return executions.get(exeNum);
    }

    /** Whether the job's row would show the same: what happens to former executions does not show in it. */
    boolean showsTheSame(JobState other) {
        return status == other.status
                && exeNum == other.exeNum
                && firstExe == other.firstExe
                && maxTries.equals(other.maxTries)
                && priority == other.priority
                && Objects.equals(shown(), other.shown());
    }

    /** Of the current execution what the job's row shows. */
    private @Nullable Execution shown() {
        Execution current = current();
        return current == null ? null : current.shown();
    }

    private static Execution report(Execution execution, JobEvent event) {
        if (event instanceof JobEvent.Running running) {
            return execution.running(running.started(), running.node());
        }
        if (event instanceof JobEvent.Completed completed) {
            return execution.completed(completed.ended());
        }
        if (event instanceof JobEvent.Failed failed) {
            String error = failed.error();
            return execution.failed(
                    failed.ended(), error == null ? null : new Execution.Failure(error, failed.message()));
        }
        if (event instanceof JobEvent.Stopped stopped) {
            return execution.canceled(stopped.ended());
        }
        if (event instanceof JobEvent.TaskResultsStored stored) {
            return execution.withTaskResults(stored.results());
        }
        return execution.withOutput(((JobEvent.OutputStored) event).output());
    }

    /** Takes over the status of the current execution, and retries where it has just failed with tries left. */
    private JobState follow(JobEvent event, JobStatus reported) {
        if (status != QUEUED && status != RUNNING) {
            return this;
        }
        if (reported == FAILED
                && event instanceof JobEvent.Failed failed
                && failed.retryable()
                && exeNum < maxTries.now()) {
            return nextExecution();
        }
        return withStatus(reported);
    }

    private JobState queue(JobEvent.Queued event) {
        boolean first = !event.again() && exeNum == 0 && status == PENDING;
        boolean again = event.again() && exeNum > 0 && status != COMPLETED;
        return event.exeNum() == exeNum && (first || again) ? explicitly(event.priority()) : this;
    }

    private JobState requeue(JobEvent.Requeued event) {
        if (event.exeNum() != exeNum || status == COMPLETED || status == PENDING) {
            return this;
        }
        return new JobState(status, exeNum, firstExe, maxTries.after(exeNum), priority, executions)
                .explicitly(event.priority());
    }

    private JobState cancel(JobEvent.Canceled event) {
        if (!event.reaches(firstExe) || status == COMPLETED || status == CANCELED) {
            return this;
        }
        Execution current = current();
        JobState left = current == null ? this : with(exeNum, current.canceled(event.when()));
        return left.withStatus(CANCELED);
    }

    /** Queued by a command, whatever has become of the current execution. */
    private JobState explicitly(OptionalInt newPriority) {
        Execution current = current();
        JobState next = (current == null ? this : with(exeNum, current.superseded())).nextExecution();
        return new JobState(QUEUED, next.exeNum, next.exeNum, maxTries, newPriority.orElse(priority), next.executions);
    }

    private JobState nextExecution() {
        return new JobState(QUEUED, exeNum + 1, firstExe, maxTries, priority, executions)
                .with(exeNum + 1, Execution.QUEUED);
    }

    private JobState withStatus(JobStatus next) {
        return next == status ? this : new JobState(next, exeNum, firstExe, maxTries, priority, executions);
    }

    private JobState with(int number, Execution execution) {
        Map<Integer, Execution> changed = new TreeMap<>(executions);
        changed.put(number, execution);
        return new JobState(status, exeNum, firstExe, maxTries, priority, changed);
    }
}
