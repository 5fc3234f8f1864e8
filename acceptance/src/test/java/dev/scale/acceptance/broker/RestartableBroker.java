package dev.scale.acceptance.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.local.LocalService;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.Function;
import java.util.stream.Stream;

/** A broker of a test class's own that can be stopped, killed, frozen and started again over its data. */
final class RestartableBroker implements AutoCloseable {

    private final Path folder;
    private final Function<Path, LocalService> start;
    private LocalService service;

    RestartableBroker(Function<Path, LocalService> start) throws IOException {
        folder = Files.createTempDirectory("scale-acceptance");
        this.start = start;
        service = start.apply(folder.resolve("service"));
    }

    String url() {
        return service.url();
    }

    void stop() {
        service.close();
    }

    void kill() throws Exception {
        signal("KILL");
    }

    void freeze() throws Exception {
        signal("STOP");
    }

    void thaw() throws Exception {
        signal("CONT");
    }

    /** After a stop or a kill; the port is the same where it is still free. */
    void startAgain() {
        service.close();
        service = start.apply(folder.resolve("service"));
    }

    private void signal(String name) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(service.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    @Override
    public void close() throws IOException {
        service.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }
}
