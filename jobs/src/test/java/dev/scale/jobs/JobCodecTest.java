package dev.scale.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scale.messaging.Command;
import dev.scale.messaging.InvalidCommandException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobCodecTest {

    private static final Instant TIME = Instant.parse("2018-03-01T10:00:00.123456Z");

    @Test
    void everyCommandReadsBackAsItWasWritten() {
        ExecutionId first = new ExecutionId(9007199254740993L, 1);
        ExecutionId second = new ExecutionId(Long.MAX_VALUE, 2);
        Submission job = Submission.of(first.job(), "checksum")
                .withInput("{\"file\":\"a\\u0001\"}")
                .withMaxTries(5)
                .withPriority(-1)
                .claimedBy("scheduler-1");

        readsBack(JobCommands.submit(List.of(job)), new SubmitJobs(List.of(job)));
        readsBack(
                JobCommands.queued(List.of(first, second), true, OptionalInt.of(7)),
                new QueuedJobs(List.of(first, second), true, OptionalInt.of(7)));
        readsBack(
                JobCommands.running(TIME, "node-7", List.of(first)),
                new RunningJobs(TIME, List.of(new RunningJobs.OnNode("node-7", List.of(first)))));
        readsBack(JobCommands.completed(TIME, List.of(second)), new CompletedJobs(TIME, List.of(second)));
        for (JobError error : List.of(new JobError.Named("disk", "full"), new JobError.Numbered(17))) {
            readsBack(
                    JobCommands.failed(TIME, error, List.of(first)),
                    new FailedJobs(TIME, List.of(new FailedJobs.ByError(error, List.of(first)))));
        }
        readsBack(
                JobCommands.cancel(TIME, List.of(first)),
                new CancelJobs(TIME, List.of(new CancelJobs.Target(first.job(), OptionalInt.of(1)))));
        readsBack(
                JobCommands.cancelCurrent(TIME, List.of(5L)),
                new CancelJobs(TIME, List.of(new CancelJobs.Target(5, OptionalInt.empty()))));
        readsBack(
                JobCommands.requeue(List.of(first), OptionalInt.of(7)),
                new RequeueJobs(List.of(first), OptionalInt.of(7)));
        readsBack(
                JobCommands.requeue(List.of(second), OptionalInt.empty()),
                new RequeueJobs(List.of(second), OptionalInt.empty()));
        ExecutionEnd canceled = ExecutionEnd.of(first, JobStatus.CANCELED, TIME, "[1.50]");
        ExecutionEnd failed = ExecutionEnd.of(second, JobStatus.FAILED, TIME, "{}")
                .withError(17)
                .ranOn("node-7", TIME);
        ExecutionEnd named = failed.withError(new JobError.Named("disk", "full"));
        ExecutionEnd silent = failed.withError(JobError.named("disk"));
        List<ExecutionEnd> ends = List.of(canceled, failed, named, silent);
        readsBack(JobCommands.ends(ends), new CreateJobExeEnds(ends));
        StoreJobOutput.JobOutput output = new StoreJobOutput.JobOutput(first, "[1,2.50]");
        readsBack(JobCommands.storeOutput(List.of(output)), new StoreJobOutput(List.of(output)));
    }

    @Test
    void submissionNeedsOnlyIdAndType() {
        assertThat(read("submit_jobs", "{\"jobs\":[{\"id\":5,\"type\":\"t\",\"input\":null}]}"))
                .isEqualTo(new SubmitJobs(List.of(new Submission(5, "t", null, 3, 100, true, null))));
    }

    @Test
    void claimWithoutQueueingMeansNothing() {
        assertThat(read("submit_jobs", "{\"jobs\":[{\"queue\":false,\"claimed_by\":\"s\",\"id\":5,\"type\":\"t\"}]}"))
                .isEqualTo(new SubmitJobs(List.of(Submission.of(5, "t").pending())));
    }

    @Test
    void unknownMembersAreIgnored() {
        assertThat(read("completed_jobs", "{\"x\":{\"jobs\":[1]},\"ended\":\"2018-03-01T10:00:00Z\",\"jobs\":[]}"))
                .isEqualTo(new CompletedJobs(Instant.parse("2018-03-01T10:00:00Z"), List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"9007199254740993", "\"9007199254740993\""})
    void idsAreNumbersOrTextsOf64Bits(String id) {
        assertThat(completed(id)).isEqualTo(new ExecutionId(9007199254740993L, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9223372036854775808",
                "\"9223372036854775808\"",
                "-9223372036854775809",
                "1.0",
                "1e3",
                "\"\"",
                "\"-\"",
                "\"+1\"",
                "\" 1\"",
                "\"1.0\"",
                "\"\u0661\"",
                "true",
                "null",
                "[]"
            })
    void anythingElseIsNoId(String id) {
        assertThatThrownBy(() -> completed(id))
                .isInstanceOf(InvalidCommandException.class)
                .hasMessageContaining("body/jobs/0/id");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "completed_jobs | 7 | body must be an object",
                "completed_jobs | {\"jobs\":[]} | body/ended is missing",
                "completed_jobs | {\"ended\":\"2018-03-01T10:00:00\",\"jobs\":[]} | body/ended",
                "completed_jobs | {\"ended\":\"+12018-03-01T10:00:00Z\",\"jobs\":[]} | body/ended must be a time in the years",
                "completed_jobs | {\"ended\":5,\"jobs\":[]} | body/ended must be a text",
                "completed_jobs | {\"ended\":\"2018-03-01T10:00:00Z\",\"jobs\":{}} | body/jobs must be an array",
                "completed_jobs | {\"ended\":\"2018-03-01T10:00:00Z\",\"jobs\":[{\"id\":1}]} | body/jobs/0/exe_num is missing",
                "completed_jobs | {\"ended\":\"2018-03-01T10:00:00Z\",\"jobs\":[{\"id\":1,\"exe_num\":0}]} | body/jobs/0/exe_num",
                "completed_jobs | {\"ended\":\"2018-03-01T10:00:00Z\",\"jobs\":[{\"id\":1,\"exe_num\":3000000000}]} | body/jobs/0/exe_num",
                "running_jobs | {\"started\":\"2018-03-01T10:00:00Z\",\"nodes\":[{\"jobs\":[]}]} | body/nodes/0/id is missing",
                "failed_jobs | {\"ended\":\"2018-03-01T10:00:00Z\",\"errors\":[{\"jobs\":[]}]} | body/errors/0/name is missing",
                "queued_jobs | {\"jobs\":[]} | body/requeue is missing",
                "submit_jobs | {\"jobs\":[{\"id\":1,\"type\":\" \"}]} | body/jobs/0/type must be a name",
                "submit_jobs | {\"jobs\":[{\"id\":1,\"type\":\"t\",\"max_tries\":0}]} | body/jobs/0/max_tries",
                "cancel_jobs | {\"when\":\"2018-03-01T10:00:00Z\"} | body/jobs is missing",
                "cancel_jobs | {\"job_ids\":[1]} | body/when is missing",
                "cancel_jobs | {\"job_ids\":[{}],\"when\":\"2018-03-01T10:00:00Z\"} | body/job_ids/0/id is missing",
                "cancel_jobs | {\"jobs\":[{\"id\":1,\"exe_num\":-1}],\"when\":\"2018-03-01T10:00:00Z\"} | body/jobs/0/exe_num",
                "requeue_jobs | {\"jobs\":[{\"id\":1}]} | body/jobs/0/exe_num is missing",
                "create_job_exe_ends | {} | body/job_exe_end_models is missing",
                "create_job_exe_ends | {\"job_exe_end_models\":[{\"status\":\"FINISHED\"}]} | body/job_exe_end_models/0/status must be COMPLETED",
                "create_job_exe_ends | {\"job_exe_end_models\":[{\"job_id\":1,\"exe_num\":1,\"status\":\"FAILED\",\"ended\":\"2018-03-01T10:00:00Z\"}]} | body/job_exe_end_models/0/task_results is missing",
                "store_job_output | {\"jobs\":[{\"id\":1,\"exe_num\":1}]} | body/jobs/0/output is missing"
            })
    void whatDoesNotFitIsNamedByItsPath(String type, String body, String message) {
        assertThatThrownBy(() -> read(type, body))
                .isInstanceOf(InvalidCommandException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2018-03-01T10:00:00Z",
                "2018-03-01T10:00:00+00:00",
                "2018-03-01T05:00:00-05:00",
                "2018-03-01T10:00:00+0000"
            })
    void zonedTimesAreTheSameInstantHoweverWritten(String time) {
        assertThat(read("completed_jobs", "{\"ended\":\"" + time + "\",\"jobs\":[]}"))
                .isEqualTo(new CompletedJobs(Instant.parse("2018-03-01T10:00:00Z"), List.of()));
    }

    @Test
    void nodeIsTextOrNumber() {
        RunningJobs body = (RunningJobs)
                read(
                        "running_jobs",
                        "{\"started\":\"2018-03-01T10:00:00Z\",\"nodes\":[{\"id\":7,\"jobs\":[]},{\"id\":\"n\\u0000\",\"jobs\":[]}]}");

        assertThat(body.nodes()).extracting(RunningJobs.OnNode::node).containsExactly("7", "n\u2400");
    }

    @Test
    void freeJsonIsKeptDigitForDigitAndItsNulCharactersBecomeVisible() {
        String output = "{\"a\\u0000\":[9223372036854775808,1.50,1E400,-0.0,null,true,\"x\\u0000y\"],\"jobs\":[]}";

        StoreJobOutput body = (StoreJobOutput)
                read("store_job_output", "{\"jobs\":[{\"id\":1,\"exe_num\":1,\"output\":" + output + "}]}");

        assertThat(body.jobs().get(0).json()).isEqualTo(output.replace("\\u0000", "\u2400"));
    }

    @Test
    void nullIsAnOutputLikeAnyOther() {
        StoreJobOutput body =
                (StoreJobOutput) read("store_job_output", "{\"jobs\":[{\"id\":1,\"exe_num\":1,\"output\":null}]}");

        assertThat(body.jobs().get(0).json()).isEqualTo("null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "1 2", "nul"})
    void inputThatIsNotJsonIsRefusedBeforeItIsSent(String input) {
        assertThatThrownBy(
                        () -> JobCommands.submit(List.of(Submission.of(1, "t").withInput(input))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static ExecutionId completed(String id) {
        String body = "{\"ended\":\"2018-03-01T10:00:00Z\",\"jobs\":[{\"id\":" + id + ",\"exe_num\":1}]}";
        return ((CompletedJobs) read("completed_jobs", body)).jobs().get(0);
    }

    private static void readsBack(List<Command> commands, JobCommand body) {
        assertThat(commands)
                .singleElement()
                .satisfies(command ->
                        assertThat(JobBatches.received(command).body()).isEqualTo(body));
    }

    private static JobCommand read(String type, String body) {
        return JobBatches.received(new Command("id", type, body.getBytes(StandardCharsets.UTF_8), "id"))
                .body();
    }
}
