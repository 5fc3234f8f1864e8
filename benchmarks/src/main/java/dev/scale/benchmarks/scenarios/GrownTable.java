package dev.scale.benchmarks.scenarios;

import dev.scale.jobs.ExecutionId;
import dev.scale.jobs.JobCommands;
import dev.scale.messaging.Command;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Jobs of a table in which many others lie: in each turn other ones, so that the large table is made once and grows old like a
 * real one. Its other jobs wait too; no index tells them from those that have ended.
 */
final class GrownTable implements Workload {

    private static final Instant STARTED = Instant.parse("2026-01-01T10:00:00Z");

    private final int table;
    private final int jobs;
    private final boolean scattered;
    private int turns;

    /**
     * A table.
     *
     * @param table jobs in it
     * @param jobs jobs of a turn
     * @param scattered whether they lie anywhere in it, in any order, instead of at its end
     */
    GrownTable(int table, int jobs, boolean scattered) {
        this.table = table;
        this.jobs = jobs;
        this.scattered = scattered;
    }

    /** As often as there are fresh jobs. */
    @Override
    public void prepare(Rig rig) throws SQLException {
        if (turns == 0 || (turns + 1) * jobs > table) {
            turns = 0;
            new RunningJobsWorkload(table, 1).prepare(rig);
        } else {
            rig.execute("vacuum analyze scale.job, scale.job_exe");
            rig.execute("checkpoint");
        }
        turns++;
    }

    @Override
    public Stream<Command> commands() {
        return ids().boxed()
                .flatMap(id -> JobCommands.running(STARTED, "node-1", List.of(new ExecutionId(id, 1))).stream());
    }

    /** Of the end the newest block that has had no turn; scattered, one out of each of as many blocks. */
    private LongStream ids() {
        if (!scattered) {
            return LongStream.rangeClosed(table - (long) turns * jobs + 1, table - (turns - 1L) * jobs);
        }
        int block = table / jobs;
        List<Long> blocks = new ArrayList<>(LongStream.range(0, jobs).boxed().toList());
        Collections.shuffle(blocks, new Random(turns));
        return blocks.stream().mapToLong(one -> one * block + turns);
    }

    @Override
    public int expected() {
        return jobs;
    }

    @Override
    public void check(Rig rig) throws SQLException {
        long running = rig.number("select count(*) from scale.job where status = 'RUNNING'");
        if (running != (long) turns * jobs) {
            throw new IllegalStateException(running + " jobs are running after " + turns + " turns of " + jobs);
        }
    }
}
