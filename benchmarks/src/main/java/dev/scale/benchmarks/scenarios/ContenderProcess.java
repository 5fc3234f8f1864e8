package dev.scale.benchmarks.scenarios;

import dev.scale.benchmarks.contenders.ContenderMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A contender's process; its standard error is ours. */
final class ContenderProcess implements AutoCloseable {

    private final String name;
    private final Process process;
    private final BufferedReader answers;
    private final OutputStream orders;
    private final String configuration;
    private String lastFigures = "";

    private ContenderProcess(String name, Process process) throws IOException {
        this.name = name;
        this.process = process;
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.orders = process.getOutputStream();
        this.configuration = answer("configuration ");
    }

    /** One written in Java, with the options that a handler process has. */
    static ContenderProcess java(String name, Rig rig) throws IOException {
        return java(name, rig, "512m");
    }

    /** The same with another heap, such as {@code 128m}. */
    static ContenderProcess java(String name, Rig rig, String heap) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + heap);
        command.add("-Dlogback.configurationFile=logback-run.xml");
        // Its standard output belongs to the answers.
        command.add("-Xlog:jfr+startup=error");
        rig.recordings()
                .ifPresent(folder -> command.add("-XX:StartFlightRecording=settings=profile,filename="
                        + folder.resolve(name + "-" + System.nanoTime() + ".jfr")
                                .toAbsolutePath()));
        command.addAll(List.of(ContenderMain.class.getName(), name));
        return start(name, command, rig);
    }

    /** Written in Python, as the predecessor is. */
    static ContenderProcess predecessor(Rig rig) throws IOException {
        String script =
                Path.of(System.getProperty("scale.peers"), "predecessor.py").toString();
        return start("predecessor", List.of("/usr/bin/python3", script), rig);
    }

    private static ContenderProcess start(String name, List<String> command, Rig rig) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().put("SCALE_BROKER_URL", rig.broker().url());
        builder.environment().put("SCALE_DATABASE_URL", rig.postgres().url());
        return new ContenderProcess(name, builder.start());
    }

    long pid() {
        return process.pid();
    }

    String name() {
        return name;
    }

    String configuration() {
        return configuration;
    }

    /** What it counted itself in its last turn, in its own words. */
    String lastFigures() {
        return lastFigures;
    }

    /** Has it take so many messages from a queue. */
    Sample drain(Rig rig, String queue, int messages) throws IOException {
        double own = ProcessorTime.of(process.pid());
        double database = ProcessorTime.of(rig.postgres().pid());
        double broker = ProcessorTime.of(rig.broker().pid());
        long start = System.nanoTime();
        orders.write(("drain " + queue + " " + messages + "\n").getBytes(StandardCharsets.UTF_8));
        orders.flush();
        lastFigures = answer("done");
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Sample(
                seconds,
                ProcessorTime.of(process.pid()) - own,
                ProcessorTime.of(rig.postgres().pid()) - database,
                ProcessorTime.of(rig.broker().pid()) - broker);
    }

    private String answer(String expected) throws IOException {
        String line = answers.readLine();
        if (line == null || !line.startsWith(expected)) {
            process.destroyForcibly();
            throw new IllegalStateException("contender " + name + " said: " + line);
        }
        return line.substring(expected.length());
    }

    @Override
    public void close() throws IOException {
        orders.close();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
