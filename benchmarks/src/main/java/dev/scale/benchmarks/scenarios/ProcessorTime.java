package dev.scale.benchmarks.scenarios;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Processor seconds that a process and all that it has started have used, those that ended included. Linux only. */
final class ProcessorTime {

    /** What the kernel counts in, on every Linux in use. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int CHILDREN_USER = 13;
    private static final int CHILDREN_SYSTEM = 14;

    private ProcessorTime() {}

    static double of(long pid) {
        Stream<Long> all = Stream.concat(
                Stream.of(pid),
                ProcessHandle.of(pid).stream()
                        .flatMap(ProcessHandle::descendants)
                        .map(ProcessHandle::pid));
        return all.mapToDouble(ProcessorTime::ofOne).sum();
    }

    /** This process, and the children that it has waited for. */
    static double ofThis() {
        return ofOne(ProcessHandle.current().pid());
    }

    private static double ofOne(long pid) {
        try {
            String line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            // The program's name comes second, in brackets, and may hold spaces.
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
            double ticks = 0;
            for (int field : new int[] {USER, SYSTEM, CHILDREN_USER, CHILDREN_SYSTEM}) {
                ticks += Long.parseLong(fields[field]);
            }
            return ticks / TICKS_PER_SECOND;
        } catch (IOException gone) {
            return 0;
        }
    }
}
