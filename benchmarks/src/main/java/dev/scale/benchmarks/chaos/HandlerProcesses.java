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

    /**
     * Not started yet.
     *
     * @param plan whose deaths are dealt out among them
     */
    HandlerProcesses(Map<String, String> environment, Sabotage sabotage, Plan plan, Path folder) {
        this.processes = IntStream.range(0, HOW_MANY)
                .mapToObj(number -> new HandlerProcess(
                        environment,
                        sabotage,
                        dealt(plan.deaths(), number),
                        plan.signal(),
                        folder.resolve("handler-" + (number + 1) + ".log")))
                .toList();
    }

    private static List<Step> dealt(List<Step> deaths, int number) {
        return IntStream.range(0, deaths.size())
                .filter(index -> index % HOW_MANY == number)
                .mapToObj(deaths::get)
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

    /** How many of them ended otherwise than by a signal, without being asked to. */
    int ownEnds() {
        return processes.stream().mapToInt(HandlerProcess::ownEnds).sum();
    }

    /** Lets them finish what is in work and give back the rest. They can be started again. */
    @Override
    public void close() {
        processes.forEach(HandlerProcess::close);
    }
}
