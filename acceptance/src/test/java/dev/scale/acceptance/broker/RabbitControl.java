package dev.scale.acceptance.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.scale.local.LocalService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The server's own control program, in the environment of a node that runs. */
public record RabbitControl(LocalService node) {

    /** Runs one command and returns what it printed. */
    public String run(String... command) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("/usr/lib/rabbitmq/bin/rabbitmqctl", "--quiet"));
        line.addAll(List.of(command));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        for (String setting : Files.readString(Path.of("/proc/" + node.pid() + "/environ"), UTF_8)
                .split("\0")) {
            int equals = setting.indexOf('=');
            if (setting.startsWith("RABBITMQ_") || setting.startsWith("ERL_EPMD") || setting.startsWith("HOME=")) {
                environment.put(setting.substring(0, equals), setting.substring(equals + 1));
            }
        }
        environment.remove("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS");
        Process process = builder.start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(List.of(command) + " failed: " + printed);
        }
        return printed;
    }
}
