package dev.scale.benchmarks.start;

import dev.scale.local.LocalService;
import dev.scale.local.RabbitNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Runs a command beside a private RabbitMQ node, whose URL is in its environment, and ends with its exit code. */
public final class BesideRabbit {

    private BesideRabbit() {}

    public static void main(String[] command) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("scale-start");
        int exitCode;
        try (LocalService broker = RabbitNode.start(folder.resolve("broker"))) {
            ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
            builder.environment().put("SCALE_BROKER_URL", broker.url());
            builder.environment().put("SCALE_START_BROKER", broker.description());
            exitCode = builder.start().waitFor();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        System.exit(exitCode);
    }
}
