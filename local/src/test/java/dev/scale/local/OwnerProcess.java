package dev.scale.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Another JVM that starts a service and keeps it until it is killed. */
final class OwnerProcess {
    private final Process process;
    private final ProcessHandle service;

    private OwnerProcess(Process process, ProcessHandle service) {
        this.process = process;
        this.service = service;
    }

    static OwnerProcess of(String kind, Path folder) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        OwnerProcess.class.getName(),
                        kind,
                        folder.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process process = builder.start();
        String pid =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        return new OwnerProcess(process, ProcessHandle.of(Long.parseLong(pid)).orElseThrow());
    }

    ProcessHandle service() {
        return service;
    }

    /** Kills the shells that would stop the service once the owner is gone. */
    void killGuard() {
        ProcessHandle guard = service.parent().orElseThrow();
        guard.children().filter(child -> !child.equals(service)).forEach(ProcessHandle::destroyForcibly);
        guard.destroyForcibly();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        LocalService service = switch (arguments[0]) {
            case "postgres" -> EmbeddedPostgres.start(folder);
            case "rabbitmq" -> RabbitNode.start(folder);
            default -> EmbeddedBroker.start(folder);
        };
        System.out.println(service.pid());
        System.in.read();
    }
}
