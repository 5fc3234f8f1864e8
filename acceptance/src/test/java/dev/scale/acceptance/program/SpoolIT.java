package dev.scale.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tasks whose broker is away, and what becomes of their reports. */
@Timeout(value = 6, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SpoolIT {

    private static final String SECRET = "S3cr3t";

    @TempDir
    static Path folder;

    private static TaskServices services;
    private static Program scale;

    @BeforeAll
    static void start() throws Exception {
        Rabbit.require();
        services = new TaskServices(folder);
        scale = services.scale();
    }

    @AfterAll
    static void stop() {
        if (services != null) {
            services.close();
        }
    }

    private static Program withHome(Program program, String name) throws IOException {
        return program.atHome(folder.resolve(name));
    }

    private static List<Path> files(Path place) throws IOException {
        if (!Files.isDirectory(place)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(place)) {
            return files.toList();
        }
    }

    @Test
    void whatWasNotReportedIsSentLaterAndTwiceHasOneEffect() throws Exception {
        Program away = withHome(scale, "away").with("SCALE_BROKER_URL", "amqp://svc:" + SECRET + "@127.0.0.1:1//");
        Program.Ran ran =
                away.run("task", "run", "--type", "spooled", "--", "sh", "-c", "echo 7 >$SCALE_OUTPUT_FILE; echo ran");
        assertThat(ran.exitCode()).as(ran.all()).isZero();
        assertThat(ran.out()).isEqualTo("ran\n");
        assertThat(ran.err().lines().toList())
                .hasSize(2)
                .last()
                .asString()
                .contains("127.0.0.1:1", "5 reports", "scale spool send")
                .doesNotContain(SECRET);
        assertThat(away.run("spool", "list").out().lines())
                .hasSize(6)
                .startsWith("STATE\tSINCE\tTYPE\tID")
                .filteredOn(line -> line.matches("new\t\\S+Z\t[a-z_]+\t[^\t]+"))
                .hasSize(5);
        assertThat(away.run("spool", "send"))
                .matches(failed -> failed.exitCode() == 69 && !failed.all().contains(SECRET));
        Path fresh = folder.resolve("away/spool/new");
        List<Path> kept = files(fresh);
        Path copies = Files.createDirectory(folder.resolve("copies"));
        for (Path file : kept) {
            Files.copy(file, copies.resolve(file.getFileName().toString()));
        }

        Program back = withHome(scale, "away");
        assertThat(back.run("spool", "send", "--json").out()).isEqualTo("{\"sent\":5,\"refused\":0}\n");
        String state = "select concat_ws(' ', j.status, j.output, e.status, e.started, e.ended, j.last_status_change)"
                + " from scale.job j join scale.job_exe e on e.job_id = j.id where j.type = 'spooled'";
        services.awaitOne("select concat_ws(' ', status, output) from scale.job where type = 'spooled'", "COMPLETED 7");
        await().untilAsserted(() -> assertThat(services.one("select task_results::text from scale.job_exe e join"
                        + " scale.job j on j.id = e.job_id where j.type = 'spooled'"))
                .contains("FINISHED"));
        String before = services.one(state);

        for (Path copy : files(copies)) {
            Files.copy(copy, fresh.resolve(copy.getFileName().toString()));
        }
        Program.Ran next = back.run("task", "run", "--type", "next", "--", "true");
        assertThat(next.err()).contains("sent from the spool: 5");
        services.awaitOne("select status from scale.job where type = 'next'", "COMPLETED");
        await().atMost(Duration.ofMinutes(1))
                .until(() -> scale.run("queue", "--json").out().contains("\"ready\":0"));
        assertThat(services.one(state)).isEqualTo(before);
        assertThat(services.one("select count(*) from scale.dead_letter")).isEqualTo("0");
        assertThat(files(fresh)).isEmpty();
    }

    @Test
    void theCommandSeesNoSecretAndTheUsersOwnLocale() throws Exception {
        Program away = withHome(scale, "secrets")
                .with("SCALE_BROKER_URL", "amqp://svc:" + SECRET + "@127.0.0.1:1//")
                .with("SCALE_BROKER_PASSWORD", SECRET)
                .with("SCALE_DATABASE_URL", "postgres://svc:" + SECRET + "@127.0.0.1:1/none")
                .with("DATABASE_URL", "postgres://svc:" + SECRET + "@127.0.0.1:1/none")
                .with("AWS_PROFILE", "its-own")
                .with("LC_ALL", "C");
        Program.Ran ran = away.run(
                "--verbose",
                "task",
                "run",
                "--",
                "sh",
                "-c",
                "env; for p in $$ $PPID; do tr '\\0' ' ' </proc/$p/cmdline; echo; done");

        assertThat(ran.exitCode()).as(ran.all()).isZero();
        assertThat(ran.all())
                .contains("SCALE_JOB_ID=", "AWS_PROFILE=its-own", "LC_ALL=C\n", "dev.scale.app.Main")
                .doesNotContain(SECRET);
        for (Path file : files(folder.resolve("secrets/spool/new"))) {
            assertThat(file).content().doesNotContain(SECRET);
        }
    }

    @Test
    void tasksNeedTheShortClassPathOnlyAndNoBroker() throws Exception {
        Program small = withHome(Program.withShortClassPathOnly(folder.resolve("small")), "small home");

        Program.Ran ran = small.run("task", "run", "--", "sh", "-c", "exit 9");

        assertThat(ran.exitCode()).isEqualTo(9);
        assertThat(ran.err().lines().toList())
                .hasSize(2)
                .last()
                .asString()
                .contains("SCALE_BROKER_URL is not set", "4 reports", "scale spool send");
    }

    @Test
    void anyProgramMayWriteIntoTheSpoolAsDocumented() throws Exception {
        String document = Files.readString(Path.of("../docs/tasks.md"));
        String script = document.replaceFirst("(?s).*```sh\n(.*?)```.*", "$1");
        ProcessBuilder shell = new ProcessBuilder("sh", "-ec", script).inheritIO();
        shell.environment().put("SCALE_HOME", folder.resolve("foreign").toString());
        assertThat(shell.start().waitFor()).isZero();
        List<Path> written = files(folder.resolve("foreign/spool/new"));
        assertThat(written).hasSize(1);

        assertThat(withHome(scale, "foreign").run("spool", "send").out()).isEqualTo("sent 1\n");
        services.awaitOne(
                "select submitted_by from scale.job where id = 77",
                written.get(0).getFileName().toString());
    }

    @Test
    void nothingIsLostWhereTheBrokerIsKilledBetweenManyTasks() throws Exception {
        int tasks = 24;
        Program many = withHome(scale, "many");
        ExecutorService slots = Executors.newFixedThreadPool(4);
        try {
            List<Future<Program.Ran>> runs = new ArrayList<>();
            for (int i = 0; i < tasks; i++) {
                String script = "echo " + i + " >$SCALE_OUTPUT_FILE; sleep 0.2";
                runs.add(slots.submit(() -> many.run("task", "run", "--type", "many", "--", "sh", "-c", script)));
            }
            assertThat(runs.get(5).get().exitCode()).isZero();
            services.killBroker();
            for (Future<Program.Ran> run : runs.subList(0, 14)) {
                assertThat(run.get().exitCode()).isZero();
            }
            services.startBroker();
            for (Future<Program.Ran> run : runs) {
                assertThat(run.get().exitCode()).isZero();
            }
            assertThat(runs.stream().filter(SpoolIT::kept).count())
                    .as("tasks that met no broker")
                    .isPositive();
        } finally {
            slots.shutdownNow();
        }
        Program.Ran sent = many.run("spool", "send");
        assertThat(sent.exitCode()).as(sent.all()).isZero();

        services.awaitOne(
                "select count(*) || ' ' || count(distinct output) from scale.job where type = 'many'"
                        + " and status = 'COMPLETED'",
                tasks + " " + tasks);
        services.awaitOne(
                "select count(*) from scale.job_exe where task_results is not null and job_id in"
                        + " (select id from scale.job where type = 'many')",
                String.valueOf(tasks));
        assertThat(services.one("select count(*) from scale.dead_letter")).isEqualTo("0");
        assertThat(many.run("spool", "list").out()).isEqualTo("STATE\tSINCE\tTYPE\tID\n");
    }

    private static boolean kept(Future<Program.Ran> run) {
        return ended(run).err().contains("scale spool send");
    }

    private static Program.Ran ended(Future<Program.Ran> run) {
        try {
            return run.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
