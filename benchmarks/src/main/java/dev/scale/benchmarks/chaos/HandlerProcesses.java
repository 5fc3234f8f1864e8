package dev.scale.benchmarks.chaos;

import dev.scale.benchmarks.chaos.handler.Sabotage;
import dev.scale.benchmarks.chaos.handler.Step;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The two handler processes of a run. */
final class HandlerProcesses implements AutoCloseable {

    private static final int HOW_MANY = 2;

    private final List<HandlerProcess> processes;

    HandlerProcesses(Map<String, String> environment, Sabotage sabotage, List<Step> deaths, Path folder) {
        this.processes = IntStream.rangeClosed(1, HOW_MANY)
                .mapToObj(number ->
                        new HandlerProcess(environment, sabotage, deaths, folder.resolve("handler-" + number + ".log")))
                .toList();
    }

    void start() {
        processes.forEach(HandlerProcess::start);
    }

    /** Whether a death of the plan is still before one of them. */
    boolean doomed() {
        return processes.stream().anyMatch(HandlerProcess::doomed);
    }

    int size() {
        return processes.size();
    }

    long pid(int number) {
        return processes.get(number).pid();
    }

    /** How many processes there were. */
    int lives() {
        return processes.stream().mapToInt(HandlerProcess::lives).sum();
    }

    /** How many of them ended otherwise than by SIGKILL, without being asked to. */
    int ownEnds() {
        return processes.stream().mapToInt(HandlerProcess::ownEnds).sum();
    }

    /** Lets them finish what is in work and give back the rest. They can be started again. */
    @Override
    public void close() {
        processes.forEach(HandlerProcess::close);
    }
}
