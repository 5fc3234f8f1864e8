package dev.scale.app.classdata;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Makes the archive of short commands: lets them run against a stand-in for a broker, and has the JVM write down what they
 * have loaded. What it cannot make it leaves; nobody waits for it, and nobody reads what it says.
 */
public final class Rehearsal {

    /** Those that run most often; between them they load what sending takes. */
    private static final List<List<String>> COMMANDS = List.of(
            List.of("send", "-t", "echo", "-b", "{\"number\": 1}"),
            List.of("echo"),
            List.of("task", "run", "--", "true"));

    private final Path folder;
    private final List<String> jvm;

    private Rehearsal(Path folder, List<String> jvm) {
        this.folder = folder;
        this.jvm = jvm;
    }

    /**
     * Arguments: the archive; a folder to make it in, which is removed when all has gone well; a file that is as old as the build; and the
     * JVM's own command line, up to its class path.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Archive archive = new Archive(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]));
        List<String> jvm = Arrays.asList(arguments).subList(3, arguments.length);
        archive.make(new Rehearsal(archive.folder(), jvm).loaded(), jvm);
        archive.leave();
    }

    private List<String> loaded() throws IOException, InterruptedException {
        List<String> classes = new ArrayList<>();
        try (StandInBroker broker = new StandInBroker()) {
            for (List<String> command : COMMANDS) {
                classes.addAll(loadedBy(command, broker));
            }
        }
        return classes;
    }

    private List<String> loadedBy(List<String> command, StandInBroker broker) throws IOException, InterruptedException {
        Path list = folder.resolve("loaded");
        List<String> line = new ArrayList<>(jvm);
        line.addAll(List.of("-XX:DumpLoadedClassList=" + list, "dev.scale.app.Main"));
        line.addAll(command);
        Archive.run(
                line,
                Map.of(
                        "SCALE_HOME", folder.resolve("home").toString(),
                        "SCALE_BROKER_URL", broker.url()));
        return Files.readAllLines(list);
    }
}
