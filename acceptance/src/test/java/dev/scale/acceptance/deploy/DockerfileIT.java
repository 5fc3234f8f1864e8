package dev.scale.acceptance.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The image without an engine: its instructions are carried out on plain folders that show this machine's programs, then its
 * entry point is process 1 there. Only Maven's run is replaced, by what the same run has made in this build.
 */
class DockerfileIT {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String JAVA = "/opt/java/openjdk";

    @TempDir
    Path folder;

    private final Dockerfile file = read();
    private final List<Path> stages = new ArrayList<>();

    @Test
    void itsEntryPointIsProcessOneAsAnOrdinaryUserAndDrainsAtSigterm() throws Exception {
        try (Sandbox machine = Sandbox.open(folder)) {
            for (Dockerfile.Instruction instruction : file.instructions()) {
                carryOut(machine, instruction);
            }
            int port = freePort();
            try (Shell.Started container = machine.start(entered("SCALE_HTTP_PORT=" + port))) {
                healthy(machine, port, container);
                ProcessHandle first = processOne(container);
                assertThat(machine.must("ps", "-o", "uid=,gid=", "-p", String.valueOf(first.pid()))
                                .strip())
                        .matches("10001 +10001");
                assertThat(first.info().command())
                        .hasValueSatisfying(command -> assertThat(command).endsWith("/bin/java"));

                first.destroy(); // a namespace's process 1 gets only the signals that it asked for

                assertThat(container.process().waitFor(1, TimeUnit.MINUTES)).isTrue();
                assertThat(container.process().exitValue())
                        .as(container.printed())
                        .isZero();
                assertThat(health(machine, port).exitCode()).isNotZero();
            }
        }
    }

    private void carryOut(Sandbox machine, Dockerfile.Instruction instruction) throws Exception {
        switch (instruction.name()) {
            case "FROM" -> stages.add(base(machine, instruction));
            case "WORKDIR" -> Files.createDirectories(inStage(instruction.text()));
            case "RUN" -> run(machine, instruction);
            case "COPY" -> copy(machine, instruction.words());
            case "ARG", "ENV", "USER", "EXPOSE", "STOPSIGNAL", "HEALTHCHECK", "ENTRYPOINT", "CMD" -> {}
            default -> throw new AssertionError("not known here: " + instruction);
        }
    }

    /** This machine's programs and users, and Java where such images have it. */
    private Path base(Sandbox machine, Dockerfile.Instruction instruction) throws Exception {
        Path stage = folder.resolve("stage" + instruction.stage());
        machine.overlay(Path.of("/usr"), stage.resolve("usr"));
        for (String link : List.of("bin", "sbin", "lib", "lib64")) {
            Files.createSymbolicLink(stage.resolve(link), Path.of("usr", link));
        }
        machine.overlay(Path.of("/etc"), stage.resolve("etc"));
        machine.bind(Path.of(System.getProperty("java.home")), stage.resolve(JAVA.substring(1)));
        machine.bind(Path.of("/dev"), stage.resolve("dev"));
        machine.must("mkdir", "-p", "-m", "1777", stage.resolve("tmp").toString());
        machine.must(
                "mkdir",
                "-p",
                stage.resolve("proc").toString(),
                stage.resolve("var/lib").toString());
        return stage;
    }

    private void run(Sandbox machine, Dockerfile.Instruction instruction) throws Exception {
        if (instruction.text().startsWith("mvn ")) {
            assertThat(instruction.text()).contains("-pl deploy -am").endsWith(" package");
            Path made = Files.createDirectories(inStage("/source/deploy/target"));
            machine.must("cp", Distribution.archive().toString(), made.toString());
            return;
        }
        String folderOfStage = instruction.stage() == 1 ? "/source" : "/";
        machine.must("chroot", stage().toString(), "sh", "-c", "cd " + folderOfStage + " && " + instruction.text());
    }

    private void copy(Sandbox machine, List<String> words) throws Exception {
        if (words.equals(List.of(".", "."))) {
            // The sources; those of the build itself are not needed, since Maven does not run.
            assertThat(Files.readAllLines(ROOT.resolve(".dockerignore"))).contains(".git", "**/target");
            Files.createDirectories(inStage("/source"));
            return;
        }
        boolean fromStage = words.get(0).startsWith("--from=");
        Path source = fromStage ? stages.get(0).resolve(words.get(1).substring(1)) : ROOT.resolve(words.get(0));
        Path target = inStage(words.get(words.size() - 1));
        machine.must("mkdir", "-p", target.getParent().toString());
        machine.must("cp", "-r", source.toString(), target.toString());
    }

    /** The entry point in namespaces of its own, as an engine would start it. */
    private String[] entered(String variable) {
        List<String> command =
                new ArrayList<>(List.of("unshare", "--pid", "--fork", "--mount-proc=" + inStage("/proc")));
        command.addAll(List.of("chroot", "--userspec=" + file.last("USER").text(), stage().toString()));
        command.addAll(List.of("env", "-i", "PATH=/usr/local/bin:/usr/bin:/bin", "JAVA_HOME=" + JAVA, variable));
        command.addAll(file.last("ENV").words());
        // Nobody is there: a handler process waits, and lives.
        command.addAll(List.of(
                "SCALE_BROKER_URL=amqp://127.0.0.1:1//", "SCALE_DATABASE_URL=postgres://nobody@127.0.0.1:1/none"));
        command.addAll(file.last("ENTRYPOINT").json());
        command.addAll(file.last("CMD").json());
        return command.toArray(String[]::new);
    }

    private void healthy(Sandbox machine, int port, Shell.Started container) throws Exception {
        await().atMost(Duration.ofMinutes(1))
                .until(() ->
                        !container.process().isAlive() || health(machine, port).exitCode() == 0);
        assertThat(container.process().isAlive()).as(container.printed()).isTrue();
    }

    private Shell.Ran health(Sandbox machine, int port) throws Exception {
        List<String> check = file.last("HEALTHCHECK").json();
        return machine.run(
                Stream.concat(Stream.of("chroot", stage().toString(), "env", "SCALE_HTTP_PORT=" + port), check.stream())
                        .toArray(String[]::new));
    }

    private static ProcessHandle processOne(Shell.Started container) {
        List<ProcessHandle> children = container.process().children().toList();
        assertThat(children).hasSize(1);
        return children.get(0);
    }

    private Path stage() {
        return stages.get(stages.size() - 1);
    }

    private Path inStage(String path) {
        return stage().resolve(path.substring(1));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Dockerfile read() {
        try {
            return Dockerfile.read(ROOT.resolve("deploy/docker/Dockerfile"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
