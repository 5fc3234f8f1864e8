package dev.scale.acceptance.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Mounts of its own, so that this machine's folders can be changed without changing the machine: whatever is written lies in
 * memory and is gone at the end. Needs root on Linux; where that is missing the test is skipped, or fails in continuous
 * integration.
 */
final class Sandbox implements AutoCloseable {

    private final Shell shell;
    private final Path folder;
    private final Path layers;
    private final Process holder;

    private Sandbox(Shell shell, Path folder, Process holder) {
        this.shell = shell;
        this.folder = folder;
        this.layers = folder.resolve("layers");
        this.holder = holder;
    }

    static Sandbox open(Path folder) throws IOException, InterruptedException {
        Shell shell = Shell.in(folder);
        if (shell.run("sh", "-c", "test \"$(id -u)\" = 0 && unshare --mount true")
                        .exitCode()
                != 0) {
            String missing = "mounts of one's own need root on Linux: run this as root";
            if (Objects.equals(System.getenv("CI"), "true")) {
                fail(missing);
            }
            System.err.println("SKIPPED: " + missing);
            abort(missing);
        }
        // It holds the mounts until its input ends, at the latest with this process.
        Process holder = new ProcessBuilder(
                        "unshare", "--mount", "--propagation", "private", "sh", "-c", "echo ready; read line")
                .start();
        assertThat(holder.inputReader().readLine()).isEqualTo("ready");
        Sandbox sandbox = new Sandbox(shell, folder, holder);
        Files.createDirectory(sandbox.layers);
        sandbox.must("mount", "-t", "tmpfs", "tmpfs", sandbox.layers.toString());
        return sandbox;
    }

    /** Shows a folder of this machine at a place; what is written there is written elsewhere. */
    void overlay(Path shown, Path at) throws IOException, InterruptedException {
        String name = at.toString().replace('/', '_');
        Path upper = layers.resolve("upper" + name);
        Path work = layers.resolve("work" + name);
        must("mkdir", "-p", upper.toString(), work.toString(), at.toString());
        String layering = "lowerdir=" + shown + ",upperdir=" + upper + ",workdir=" + work;
        must("mount", "-t", "overlay", "overlay", "-o", layering, at.toString());
    }

    /** Shows a folder at another place too. */
    void bind(Path shown, Path at) throws IOException, InterruptedException {
        must("mkdir", "-p", at.toString());
        must("mount", "--rbind", shown.toString(), at.toString());
    }

    Path folder() {
        return folder;
    }

    Shell.Ran run(String... command) throws IOException, InterruptedException {
        return shell.run(entered(command));
    }

    String must(String... command) throws IOException, InterruptedException {
        return shell.must(entered(command));
    }

    Shell.Started start(String... command) throws IOException {
        return shell.start(entered(command));
    }

    private String[] entered(String... command) {
        return Stream.concat(
                        Stream.of("nsenter", "--mount", "--target", String.valueOf(holder.pid()), "--"),
                        Stream.of(command))
                .toArray(String[]::new);
    }

    @Override
    public void close() throws InterruptedException {
        holder.destroyForcibly();
        holder.waitFor();
    }
}
