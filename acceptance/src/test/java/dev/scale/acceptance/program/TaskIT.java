package dev.scale.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code scale task}, as what its reports come to in the tables. */
@Timeout(value = 6, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TaskIT {

    @TempDir
    static Path folder;

    private static TaskServices services;
    private static Program scale;

    @BeforeAll
    static void start() throws Exception {
        Rabbit.require();
        services = new TaskServices(folder);
        scale = services.scale().with("SCALE_NODE", "node-7").with("FOLDER", folder.toString());
    }

    @AfterAll
    static void stop() {
        if (services != null) {
            services.close();
        }
    }

    private static void submit(long id, String more) throws Exception {
        String job = "{\"jobs\": [{\"id\": " + id + ", \"type\": \"checksum\"" + more + "}]}";
        assertThat(scale.run("send", "-t", "submit_jobs", "-b", job).exitCode()).isZero();
    }

    private static String job(long id, String columns) {
        return "select concat_ws(' ', " + columns + ") from scale.job where id = " + id;
    }

    private static String execution(long id, String columns) {
        return "select concat_ws(' ', " + columns + ") from scale.job_exe where job_id = " + id + " and exe_num = 1";
    }

    @Test
    void theWholeLifeOfATaskIsVisible() throws Exception {
        submit(10, ", \"claimed_by\": \"a scheduler\"");
        String script = "cat; while [ ! -e \"$FOLDER/go\" ]; do sleep 0.1; done;"
                + " echo '{\"sum\": 1.50}' >$SCALE_OUTPUT_FILE; echo done as $SCALE_JOB_ID-$SCALE_EXE_NUM; echo hm >&2";
        try (RunningProgram task = RunningProgram.start(
                scale, folder, "task", "run", "--job", "10", "--exe", "1", "--", "sh", "-c", script)) {
            task.process().getOutputStream().write("from standard input\n".getBytes(StandardCharsets.UTF_8));
            task.process().getOutputStream().close();
            services.awaitOne(job(10, "status, node, started is not null"), "RUNNING node-7 t");
            Files.createFile(folder.resolve("go"));

            assertThat(task.exitCode()).isZero();
            assertThat(task.printed().lines()).containsExactly("from standard input", "done as 10-1", "hm");
        }
        services.awaitOne(
                job(10, "status, output, ended > started, claimed_by"), "COMPLETED {\"sum\": 1.50} t a scheduler");
        services.awaitOne(
                execution(10, "task_results->'tasks'->0->>'exit_code', task_results->'tasks'->0->>'status', error"),
                "0 FINISHED");
    }

    @Test
    void aFailureHasItsNameItsMessageAndItsOutput() throws Exception {
        submit(20, "");
        Path errors = Files.writeString(folder.resolve("errors.txt"), "checksum 3 bad-input\n* 3 other\n");

        Program.Ran ran = scale.run(
                "task",
                "run",
                "--job",
                "20",
                "--exe",
                "1",
                "--type",
                "checksum",
                "--errors",
                errors.toString(),
                "--",
                "sh",
                "-c",
                "echo '[1]' >$SCALE_OUTPUT_FILE; echo no such file: $1 >&2; exit 3",
                "sh",
                "a.bin");

        assertThat(ran.exitCode()).isEqualTo(3);
        assertThat(ran.err()).isEqualTo("no such file: a.bin\n");
        services.awaitOne(
                execution(20, "status, error, error_message, output"), "FAILED bad-input no such file: a.bin [1]");
        services.awaitOne(job(20, "status, exe_num"), "QUEUED 2");
    }

    @Test
    void aTaskWithoutAnExecutionHasAJobOfItsOwn() throws Exception {
        Program.Ran ran = scale.run("task", "run", "sh", "-c", "exit 4");

        assertThat(ran.exitCode()).isEqualTo(4);
        String id = ran.err().replaceAll("(?s).*job (\\d+), execution 1, of type sh\\R", "$1");
        services.awaitOne(
                job(Long.parseLong(id), "type, status, error, max_tries, claimed_by like 'task %'"),
                "sh FAILED exit-4 1 t");
        assertThat(scale.run("task", "run", "--", "/no/such/program").exitCode())
                .isEqualTo(127);
        services.awaitOne("select status from scale.job where type = 'program' and error = 'exit-127'", "FAILED");
    }

    @Test
    void whatIsSentBelongsToTheTraceOfTheEnvironment() throws Exception {
        String parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        Program traced = scale.with("TRACEPARENT", parent);

        // Of a job that nobody knows: the reports wait in the outbox.
        assertThat(traced.run("task", "run", "--job", "4711", "--exe", "1", "--", "true")
                        .exitCode())
                .isZero();
        assertThat(traced.run("send", "-t", "running_jobs", "-b", "\"no object\"")
                        .exitCode())
                .isZero();

        services.awaitOne(
                "select bool_and(headers->>'traceparent' = '" + parent + "') from scale.outbox"
                        + " where position('4711' in convert_from(body, 'UTF8')) > 0",
                "t");
        services.awaitOne(
                "select headers->>'traceparent' from scale.dead_letter where type = 'running_jobs' and"
                        + " position('no object' in convert_from(body, 'UTF8')) > 0",
                parent);
    }

    @Test
    void signalsReachTheCommandAndItsExitCodeIsPassedOn() throws Exception {
        submit(30, "");
        String script = "trap 'echo told; exit 7' TERM; >\"$FOLDER/ready\"; while :; do sleep 0.1; done";
        try (RunningProgram task = RunningProgram.start(
                scale, folder, "task", "run", "--job", "30", "--exe", "1", "--", "sh", "-c", script)) {
            TaskServices.awaitFile(folder.resolve("ready"));
            task.process().destroy();

            assertThat(task.exitCode()).as(task.printed()).isEqualTo(7);
            assertThat(task.printed()).contains("told");
        }
        services.awaitOne(execution(30, "status, error"), "FAILED exit-7");

        submit(31, "");
        try (RunningProgram task = RunningProgram.start(
                scale,
                folder,
                "task",
                "run",
                "--job",
                "31",
                "--exe",
                "1",
                "--",
                "sh",
                "-c",
                ">\"$FOLDER/started\"; exec sleep 300")) {
            TaskServices.awaitFile(folder.resolve("started"));
            task.process().destroy();

            assertThat(task.exitCode()).as(task.printed()).isEqualTo(143);
        }
        services.awaitOne(execution(31, "status, error"), "FAILED signal-15");
    }

    @Test
    void aCommandThatRunsTooLongIsEnded() throws Exception {
        submit(40, "");
        Program.Ran ran = scale.with("SCALE_TASK_GRACE", "200ms")
                .run(
                        "task",
                        "run",
                        "--job",
                        "40",
                        "--exe",
                        "1",
                        "--timeout",
                        "500ms",
                        "--",
                        "sh",
                        "-c",
                        "trap '' TERM; echo at it >&2; while :; do sleep 0.1; done");

        assertThat(ran.exitCode()).as(ran.all()).isEqualTo(124);
        assertThat(ran.err()).isEqualTo("at it\nscale: the command ran longer than 500 ms and was ended\n");
        services.awaitOne(
                execution(40, "status, error, error_message, task_results->'tasks'->0->>'was_timed_out'"),
                "FAILED timeout ended after 500ms\nat it true");
        assertThat(scale.run(
                        "task",
                        "run",
                        "--timeout",
                        "5x",
                        "--",
                        "touch",
                        folder.resolve("begun").toString()))
                .matches(wrong -> wrong.exitCode() == 2 && wrong.err().contains("SCALE_TASK_TIMEOUT"));
        assertThat(folder.resolve("begun"))
                .as("wrong settings are told before anything begins")
                .doesNotExist();
    }

    @Test
    void preAndPostReportFromContainersOfTheirOwn() throws Exception {
        Program.Ran pre = scale.run("task", "pre", "--type", "nightly");
        assertThat(pre.exitCode()).as(pre.all()).isZero();
        long id = Long.parseLong(pre.out().replaceAll("(?s)SCALE_JOB_ID=(\\d+)\nSCALE_EXE_NUM=1\n", "$1"));
        services.awaitOne(job(id, "type, status, node"), "nightly RUNNING node-7");

        Path stderr = Files.writeString(folder.resolve("stderr"), "out of memory\n");
        Path output = Files.writeString(folder.resolve("output"), "{\"a\": ");
        Program.Ran post = scale.with("SCALE_JOB_ID", String.valueOf(id))
                .with("SCALE_EXE_NUM", "1")
                .with("SCALE_OUTPUT_FILE", output.toString())
                .run("task", "post", "--exit-code", "137", "--stderr", stderr.toString(), "--json");

        assertThat(post.exitCode()).as(post.all()).isZero();
        assertThat(post.out()).contains("\"job_id\":\"" + id + "\"", "\"confirmed\":2", "\"kept\":0");
        assertThat(post.err()).hasLineCount(1).contains("no output is reported", output.toString());
        services.awaitOne(execution(id, "status, error, error_message"), "FAILED signal-9 out of memory");
        assertThat(scale.run("task", "post", "--exit-code", "0"))
                .matches(ran -> ran.exitCode() == 2 && ran.err().contains("SCALE_JOB_ID"));
    }
}
