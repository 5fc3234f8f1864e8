package dev.scale.benchmarks.scenarios;

import dev.scale.jobs.ExecutionId;
import dev.scale.jobs.JobCommands;
import dev.scale.jobs.StoreJobOutput.JobOutput;
import dev.scale.messaging.Command;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Outputs of 100 KB, one for each job. */
record LargeOutputs(int jobs) implements Workload {

    private static final String OUTPUT = "\"" + "o".repeat(100_000) + "\"";

    @Override
    public void prepare(Rig rig) throws SQLException {
        new RunningJobsWorkload(jobs, 1).prepare(rig);
    }

    @Override
    public Stream<Command> commands() {
        return LongStream.rangeClosed(1, jobs)
                .boxed()
                .flatMap(id ->
                        JobCommands.storeOutput(List.of(new JobOutput(new ExecutionId(id, 1), OUTPUT))).stream());
    }

    @Override
    public int expected() {
        return jobs;
    }

    @Override
    public void check(Rig rig) throws SQLException {
        long stored = rig.number("select count(*) from scale.job_exe where output is not null");
        if (stored != jobs) {
            throw new IllegalStateException(stored + " of " + jobs + " outputs are stored");
        }
    }
}
