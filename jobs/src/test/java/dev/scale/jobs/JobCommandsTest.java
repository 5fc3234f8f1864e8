package dev.scale.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.messaging.Command;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class JobCommandsTest {

    @Test
    void longListsAreSplitAtAHundredJobs() {
        List<ExecutionId> jobs = LongStream.rangeClosed(1, 250)
                .mapToObj(id -> new ExecutionId(id, 1))
                .toList();

        List<Command> commands = JobCommands.completed(Instant.EPOCH, jobs);

        assertThat(commands)
                .extracting(
                        command -> ((CompletedJobs) JobBatches.received(command).body())
                                .jobs()
                                .size())
                .containsExactly(100, 100, 50);
        assertThat(commands).extracting(Command::id).doesNotHaveDuplicates();
        assertThat(JobCommands.completed(Instant.EPOCH, List.of())).isEmpty();
    }

    @Test
    void cancelsRequeuesAndEndsAreSplitToo() {
        List<ExecutionId> jobs = LongStream.rangeClosed(1, 150)
                .mapToObj(id -> new ExecutionId(id, 1))
                .toList();
        List<ExecutionEnd> ends = jobs.stream()
                .map(job -> ExecutionEnd.of(job, JobStatus.COMPLETED, Instant.EPOCH, "\"" + "x".repeat(3_000) + "\""))
                .toList();

        assertThat(JobCommands.cancel(Instant.EPOCH, jobs)).hasSize(2);
        assertThat(JobCommands.cancelCurrent(
                        Instant.EPOCH, jobs.stream().map(ExecutionId::job).toList()))
                .hasSize(2);
        assertThat(JobCommands.requeue(jobs, OptionalInt.empty())).hasSize(2);
        assertThat(JobCommands.ends(ends)).hasSize(3);
    }

    @Test
    void largeInputsAreSplitByBytesAndTheLargestTravelsAlone() {
        String twoByteLetters = "\"" + "é".repeat(60_000) + "\"";
        String huge = "\"" + "x".repeat(400_000) + "\"";
        List<Submission> jobs = List.of(
                Submission.of(1, "t").withInput(twoByteLetters),
                Submission.of(2, "t").withInput(twoByteLetters),
                Submission.of(3, "t").withInput(huge),
                Submission.of(4, "t"));

        assertThat(JobCommands.submit(jobs))
                .extracting(
                        command -> ((SubmitJobs) JobBatches.received(command).body())
                                .jobs().stream().map(Submission::id).toList())
                .containsExactly(List.of(1L), List.of(2L), List.of(3L), List.of(4L));
    }

    @Test
    void newIdsAreDifferentAndPositive() {
        Set<Long> ids = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            ids.add(JobId.next());
        }
        assertThat(ids).hasSize(10_000).allMatch(id -> id > 0);
    }
}
