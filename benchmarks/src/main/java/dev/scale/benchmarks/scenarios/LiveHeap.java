package dev.scale.benchmarks.scenarios;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** What a JVM's heap holds after a collection. */
final class LiveHeap {

    private static final double MEBIBYTE = 1024 * 1024;

    private LiveHeap() {}

    /** In MiB. Has the JVM collect: not for use while its time is taken. */
    static double of(long pid) throws IOException {
        Process histogram = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String printed = new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        List<String> lines = printed.strip().lines().toList();
        String[] total = lines.get(lines.size() - 1).strip().split("\\s+");
        if (!total[0].equals("Total")) {
            throw new IOException("no histogram of process " + pid + ": " + printed);
        }
        return Long.parseLong(total[2]) / MEBIBYTE;
    }
}
