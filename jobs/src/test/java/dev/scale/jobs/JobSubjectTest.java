package dev.scale.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.messaging.Command;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What the log says that a command is about. */
class JobSubjectTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void everyKindOfCommandNamesItsJobs() {
        List<ExecutionId> two = List.of(new ExecutionId(5, 1), new ExecutionId(6, 1));
        List<Command> commands = new ArrayList<>();
        commands.addAll(JobCommands.submit(List.of(Submission.of(5, "t"), Submission.of(6, "t"))));
        commands.addAll(JobCommands.queued(List.of(5L, 6L)));
        commands.addAll(JobCommands.running(NOW, "node", two));
        commands.addAll(JobCommands.completed(NOW, two));
        commands.addAll(JobCommands.failed(NOW, new JobError.Named("disk", "full"), two));
        commands.addAll(JobCommands.cancel(NOW, two));
        commands.addAll(JobCommands.requeue(two, OptionalInt.empty()));
        commands.addAll(JobCommands.ends(List.of(
                ExecutionEnd.of(two.get(0), JobStatus.COMPLETED, NOW, "{}"),
                ExecutionEnd.of(two.get(1), JobStatus.COMPLETED, NOW, "{}"))));
        commands.addAll(JobCommands.storeOutput(
                List.of(new StoreJobOutput.JobOutput(two.get(0), "1"), new StoreJobOutput.JobOutput(two.get(1), "2"))));

        assertThat(commands)
                .hasSize(JobsModule.JOB_COMMANDS.size())
                .allSatisfy(command -> assertThat(
                                JobBatches.received(command).body().subject())
                        .isEqualTo(Map.of("job", "5 and 1 more")));
    }

    @Test
    void aSingleJobIsNamedByItsIdAlone() {
        Command completed =
                JobCommands.completed(NOW, List.of(new ExecutionId(5, 1))).get(0);

        assertThat(JobBatches.received(completed).body().subject()).isEqualTo(Map.of("job", "5"));
    }
}
