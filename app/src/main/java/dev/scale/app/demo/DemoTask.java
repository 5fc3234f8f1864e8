package dev.scale.app.demo;

import dev.scale.app.Console;
import dev.scale.jobs.ExecutionId;
import dev.scale.jobs.JobCommands;
import dev.scale.jobs.JobError;
import dev.scale.jobs.StoreJobOutput;
import java.io.IOException;
import java.time.Clock;
import java.util.List;

/** One execution of a job: says that it starts, runs the real process, and says how that ended, through the broker only. */
final class DemoTask {

    private static final String NODE = "demo-node";

    private final PlannedJob job;
    private final ExecutionId execution;
    private final Agent agent;
    private final Clock clock;

    DemoTask(PlannedJob job, int exeNum, Agent agent, Clock clock) {
        this.job = job;
        this.execution = new ExecutionId(job.id(), exeNum);
        this.agent = agent;
        this.clock = clock;
    }

    void run() throws IOException, InterruptedException {
        List<ExecutionId> self = List.of(execution);
        agent.send(JobCommands.running(clock.instant(), NODE, self), new Expected.Started(execution));
        TaskProcess.Ended ended = TaskProcess.run(job.file(), job.exitCode(execution.exeNum()));
        if (ended.exitCode() == 0) {
            agent.send(
                    JobCommands.storeOutput(List.of(new StoreJobOutput.JobOutput(execution, output(ended.output())))),
                    new Expected.OutputStored(execution));
            agent.send(JobCommands.completed(clock.instant(), self), new Expected.Ended(execution, "COMPLETED"));
        } else {
            JobError error = new JobError.Named("exit-" + ended.exitCode(), ended.message());
            agent.send(JobCommands.failed(clock.instant(), error, self), new Expected.Ended(execution, "FAILED"));
        }
    }

    /** The process prints checksum and number of lines. */
    private static String output(String printed) {
        String[] words = printed.split(" ");
        return Console.jsonText(generator -> {
            generator.writeStringProperty("sha256", words[0]);
            generator.writeNumberProperty("lines", Long.parseLong(words[1]));
        });
    }
}
