package dev.scale.jobs;

import dev.scale.jobs.NewJobs.Submitted;
import dev.scale.messaging.CommandHandler;
import dev.scale.messaging.Received;
import dev.scale.messaging.UnitOfWork;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Handles all commands about jobs: lock, fold, write. All jobs of a batch are locked and read at once, every command is
 * folded over its jobs in memory, and what changed is written at once.
 *
 * <p>Locks are taken in one order over all transactions: names of errors and job types, new jobs, jobs, each sorted.
 */
final class JobHandler implements CommandHandler<JobCommand> {

    @Override
    public void handle(List<Received<JobCommand>> commands, UnitOfWork unit) throws SQLException {
        Connection connection = unit.connection();
        Leftovers leftovers = new Leftovers();

        Errors errors = Errors.load(connection, errorsOf(commands));
        NewJobs submitted = NewJobs.store(connection, Submitted.of(commands));
        submitted
                .refused()
                .forEach(other -> leftovers.refused(
                        other.command(),
                        other.position(),
                        "job id in use: " + other.job().id()));

        Map<Long, List<Report>> reports = byJob(commands, errors);
        JobTable.Jobs jobs = lock(connection, reports, submitted.made());
        Map<Long, JobState> before = jobs.locked();
        Set<Long> pruned = PrunedJobs.among(connection, unknown(reports.keySet(), jobs));
        int withoutEffect = submitted.pruned();
        Map<Long, JobState> after = new HashMap<>(submitted.made());
        for (long id : pruned) {
            withoutEffect += reports.getOrDefault(id, List.of()).size();
        }
        reports.keySet().removeAll(pruned);
        reports.forEach((id, ofJob) -> {
            Integer held = jobs.held().get(id);
            if (held != null) {
                ofJob.forEach(
                        report -> leftovers.held(report, held, "job " + id + " is locked by another transaction"));
                return;
            }
            JobState job = fold(before.get(id), ofJob, leftovers);
            if (job != null) {
                after.put(id, job);
            }
        });

        write(connection, before, submitted.made().keySet(), after);
        leftovers.report(unit);
        unit.withoutEffect(PrunedJobs.REASON, withoutEffect);
    }

    private static Set<Long> unknown(Set<Long> ids, JobTable.Jobs jobs) {
        Set<Long> unknown = new HashSet<>(ids);
        unknown.removeAll(jobs.locked().keySet());
        unknown.removeAll(jobs.held().keySet());
        return unknown;
    }

    private static Set<JobError> errorsOf(List<Received<JobCommand>> commands) {
        Set<JobError> errors = new HashSet<>();
        for (Received<JobCommand> command : commands) {
            if (command.body() instanceof FailedJobs failed) {
                failed.errors().forEach(group -> errors.add(group.error()));
            } else if (command.body() instanceof CreateJobExeEnds ends) {
                ends.ends().forEach(end -> end.failedWith().ifPresent(errors::add));
            }
        }
        return errors;
    }

    static Map<Long, List<Report>> byJob(List<Received<JobCommand>> commands, Errors errors) {
        Map<Long, List<Report>> reports = new TreeMap<>();
        for (Received<JobCommand> command : commands) {
            for (Report report : Report.of(command, errors)) {
                reports.computeIfAbsent(report.job(), unused -> new ArrayList<>())
                        .add(report);
            }
        }
        return reports;
    }

    /** The states of all jobs that are reported on; those that this transaction has made need no lock. */
    private static JobTable.Jobs lock(Connection connection, Map<Long, List<Report>> reports, Map<Long, JobState> made)
            throws SQLException {
        List<Long> ids = new ArrayList<>();
        Set<ExecutionId> executions = new HashSet<>();
        Set<Long> canceled = new HashSet<>();
        reports.forEach((id, ofJob) -> {
            if (!made.containsKey(id)) {
                ids.add(id);
                for (Report report : ofJob) {
                    if (report.event() instanceof JobEvent.Canceled) {
                        canceled.add(id);
                    } else {
                        executions.add(new ExecutionId(id, report.event().exeNum()));
                    }
                }
            }
        });
        JobTable.Jobs jobs = JobTable.lock(connection, new JobTable.Wanted(ids, executions, canceled));
        jobs.locked().putAll(made);
        return jobs;
    }

    /**
     * Folds reports over their job, in order; early ones again for as long as the others move the job on.
     *
     * @param job null where it is unknown
     */
    static @Nullable JobState fold(@Nullable JobState job, List<Report> reports, Leftovers leftovers) {
        if (job == null) {
            for (Report report : reports) {
                leftovers.early(report, "job " + report.job() + " is not known");
            }
            return null;
        }
        JobState state = job;
        List<Report> waiting = reports;
        int came;
        do {
            came = state.exeNum();
            List<Report> early = new ArrayList<>(0);
            for (Report report : waiting) {
                if (JobState.isEarly(state, report.event())) {
                    early.add(report);
                } else {
                    state = JobState.apply(state, report.event());
                }
            }
            waiting = early;
        } while (!waiting.isEmpty() && state.exeNum() > came);
        for (Report report : waiting) {
            String reason = "job " + report.job() + " has not come to execution "
                    + report.event().exeNum() + ", only to " + state.exeNum();
            leftovers.early(report, reason);
        }
        return state;
    }

    private static void write(
            Connection connection, Map<Long, JobState> before, Set<Long> made, Map<Long, JobState> after)
            throws SQLException {
        List<ExecutionTable.Row> executions = new ArrayList<>();
        List<JobTable.Row> jobs = new ArrayList<>();
        after.forEach((id, state) -> {
            JobState old = before.get(id);
            if (old == null || !state.showsTheSame(old)) {
                jobs.add(new JobTable.Row(id, state));
            }
            Map<Integer, Execution> stored = old == null || made.contains(id) ? Map.of() : old.executions();
            state.executions().forEach((number, execution) -> {
                if (!execution.equals(stored.get(number))) {
                    executions.add(new ExecutionTable.Row(id, number, execution));
                }
            });
        });
        ExecutionTable.upsert(connection, executions);
        JobTable.update(connection, jobs);
    }
}
