package dev.scale.app.classdata;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Makes a class-data archive: lets short commands run against a stand-in for a broker, and has the JVM write down what they
 * have loaded. What it cannot make it leaves; nobody waits for it, and nobody reads what it says.
 */
public final class ClassData {

    /** Those that run most often; between them they load what sending takes. */
    private static final List<List<String>> REHEARSED = List.of(
            List.of("send", "-t", "echo", "-b", "{\"number\": 1}"),
            List.of("echo"),
            List.of("task", "run", "--", "true"));

    private static final long LONGEST_STEP_SECONDS = 120;

    /** Of the archives in a folder: several programs, JVMs and builds may take turns, and each takes 20 MB. */
    private static final int KEPT = 4;

    /** What a shell that knows whole seconds only can tell apart. */
    private static final Duration AGE = Duration.ofSeconds(1);

    private final Path folder;
    private final FileTime built;
    private final List<String> jvm;

    private ClassData(Path folder, FileTime built, List<String> jvm) {
        this.folder = folder;
        this.built = built;
        this.jvm = jvm;
    }

    /**
     * Arguments: the archive; a folder to make it in, which is removed when all has gone well; a file that is as old as the build; and the
     * JVM's own command line, up to its class path.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path archive = Path.of(arguments[0]);
        Path folder = Path.of(arguments[1]);
        FileTime built = Files.getLastModifiedTime(Path.of(arguments[2]));
        List<String> jvm = Arrays.asList(arguments).subList(3, arguments.length);
        new ClassData(folder, built, jvm).make(archive);
        removeOld(archive);
        remove(folder);
    }

    private void make(Path archive) throws IOException, InterruptedException {
        Set<String> classes = new LinkedHashSet<>();
        try (StandInBroker broker = new StandInBroker()) {
            for (List<String> command : REHEARSED) {
                classes.addAll(loadedBy(command, broker));
            }
        }
        Path list = Files.write(folder.resolve("classes"), classes);
        Path draft = folder.resolve("archive");
        run(
                List.of("-Xshare:dump", "-XX:SharedClassListFile=" + list, "-XX:SharedArchiveFile=" + draft),
                List.of(),
                "");
        // The JVM takes what is in it at its word: it must not be torn by a crash of the machine.
        try (FileChannel whole = FileChannel.open(draft, StandardOpenOption.READ)) {
            whole.force(true);
        }
        FileTime made = Files.getLastModifiedTime(draft);
        if (made.toInstant().isBefore(built.toInstant().plus(AGE))) {
            // the clocks differ, and the launcher takes none that is older than the build
            Files.setLastModifiedTime(draft, FileTime.from(built.toInstant().plus(AGE)));
        }
        Files.move(draft, archive, StandardCopyOption.ATOMIC_MOVE);
    }

    private List<String> loadedBy(List<String> command, StandInBroker broker) throws IOException, InterruptedException {
        Path list = folder.resolve("loaded");
        List<String> main = new ArrayList<>(List.of("dev.scale.app.Main"));
        main.addAll(command);
        run(List.of("-XX:DumpLoadedClassList=" + list), main, broker.url());
        return Files.readAllLines(list);
    }

    /** Nothing of the user's environment, whose broker, spool and run file are not to be touched. */
    private void run(List<String> options, List<String> main, String brokerUrl)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(jvm);
        command.addAll(options);
        command.addAll(main);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("SCALE_HOME", folder.resolve("home").toString());
        builder.environment().put("SCALE_BROKER_URL", brokerUrl);
        Process process = builder.start();
        try {
            if (!process.waitFor(LONGEST_STEP_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("failed: " + String.join(" ", command));
            }
        } finally {
            process.destroyForcibly();
        }
    }

    private static void removeOld(Path archive) throws IOException {
        List<Path> archives;
        try (Stream<Path> files = Files.list(archive.resolveSibling(""))) {
            archives = files.filter(file -> file.toString().endsWith(".jsa"))
                    .sorted(Comparator.comparing(ClassData::made).reversed())
                    .toList();
        }
        for (Path old : archives.subList(Math.min(KEPT, archives.size()), archives.size())) {
            Files.deleteIfExists(old);
        }
    }

    private static FileTime made(Path archive) {
        try {
            return Files.getLastModifiedTime(archive);
        } catch (IOException gone) {
            return FileTime.fromMillis(0);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
