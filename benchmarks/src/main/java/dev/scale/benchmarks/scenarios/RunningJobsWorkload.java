package dev.scale.benchmarks.scenarios;

import dev.scale.jobs.ExecutionId;
import dev.scale.jobs.JobCommands;
import dev.scale.messaging.Command;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Jobs that wait in the queue of a scheduler which has claimed them, and for all of them the command that they run now.
 *
 * @param jobsEach jobs in each command
 */
record RunningJobsWorkload(int jobs, int jobsEach) implements Workload {

    private static final Instant STARTED = Instant.parse("2026-01-01T10:00:00.123456Z");

    @Override
    public void prepare(Rig rig) throws SQLException {
        rig.execute("truncate scale.job, scale.job_exe, scale.inbox, scale.outbox, scale.dead_letter");
        rig.execute("""
                insert into scale.job (id, queued, exe_num, first_exe, max_tries, priority, status, type, claimed_by, claimed_at)
                select id, now(), 1, 1, 3, 100, 'QUEUED', 'render', 'scheduler', now() from generate_series(1, %d) id
                """.formatted(jobs));
        rig.execute("""
                insert into scale.job_exe (job_id, exe_num, status)
                select id, 1, 'QUEUED' from generate_series(1, %d) id
                """.formatted(jobs));
        rig.execute("vacuum analyze scale.job, scale.job_exe");
        rig.execute("checkpoint");
    }

    @Override
    public Stream<Command> commands() {
        return LongStream.range(0, expected()).boxed().flatMap(i -> {
            List<ExecutionId> some = LongStream.rangeClosed(i * jobsEach + 1, (i + 1) * jobsEach)
                    .mapToObj(id -> new ExecutionId(id, 1))
                    .toList();
            return JobCommands.running(STARTED, "node-1", some).stream();
        });
    }

    @Override
    public int expected() {
        return jobs / jobsEach;
    }

    @Override
    public int items() {
        return expected() * jobsEach;
    }

    @Override
    public void check(Rig rig) throws SQLException {
        long done = rig.number("""
                select count(*) from scale.job j join scale.job_exe e on e.job_id = j.id and e.exe_num = j.exe_num
                where j.status = 'RUNNING' and e.status = 'RUNNING' and j.node = 'node-1' and e.node = 'node-1'
                  and j.started = e.started and j.exe_num = 1
                """);
        if (done != items()) {
            throw new IllegalStateException(done + " of " + items() + " jobs are running");
        }
    }
}
