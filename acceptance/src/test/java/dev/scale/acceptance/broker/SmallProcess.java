package dev.scale.acceptance.broker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A JVM with a small heap, which is told what to do by single characters and answers in lines. */
final class SmallProcess implements AutoCloseable {

    /** Asks for a line that starts with {@link #HEAP} and the bytes in use. */
    static final char MEASURE = 'm';

    static final String UP = "up";
    static final String HEAP = "heap ";

    private final Process process;
    private final BufferedReader printed;

    /** Starts a main class with so much heap, and returns when it says that it is up. */
    SmallProcess(String heap, Class<?> main, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx" + heap,
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:TieredStopAtLevel=1",
                main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().putAll(environment);
        process = builder.start();
        printed = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        lineThatStartsWith(UP);
    }

    void tell(char order) throws IOException {
        process.getOutputStream().write(order);
        process.getOutputStream().flush();
    }

    /** The numbers after the word, of the first such line that was not read yet. */
    long[] numbersAfter(String word) throws IOException {
        return Arrays.stream(lineThatStartsWith(word).substring(word.length()).split(" "))
                .mapToLong(Long::parseLong)
                .toArray();
    }

    private String lineThatStartsWith(String start) throws IOException {
        for (String line = printed.readLine(); line != null; line = printed.readLine()) {
            if (line.startsWith(start)) {
                return line;
            }
        }
        throw new IllegalStateException("a small process ended early");
    }

    /** Its heap after a collection, and what else it tells with it. */
    long[] measure() throws IOException {
        tell(MEASURE);
        return numbersAfter(HEAP);
    }

    /** There is nothing more to tell it: it ends in good order. What it still prints can be read before {@link #awaitEnd}. */
    void noMoreOrders() throws IOException {
        process.getOutputStream().close();
    }

    void awaitEnd() throws InterruptedException {
        if (process.waitFor() != 0) {
            throw new IllegalStateException("a small process ended with exit code " + process.exitValue());
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Within such a process: the bytes in use after a collection. */
    static long usedAfterCollection() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
