package dev.scale.benchmarks.chaos;

import dev.scale.benchmarks.chaos.handler.Fuse;
import dev.scale.benchmarks.chaos.handler.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Which faults happen when. The same seed, length and faults make the same plan.
 *
 * @param length how long the senders send
 * @param injections one after the other; those for which no time is left fall away
 * @param deaths where handler processes get the signal, one step in each of their first lives; all of them are waited for
 * @param signal its name: KILL, or TERM where they are asked to end
 */
record Plan(long seed, Duration length, List<Injection> injections, List<Step> deaths, String signal) {

    /** Before the first one everything is at work, and a new queue is safely on disk. */
    private static final Duration LEAD = Duration.ofSeconds(5);

    private static final int LEAST_PAUSE_MILLIS = 1_000;
    private static final int MOST_PAUSE_MILLIS = 6_000;
    private static final int LEAST_AWAY_MILLIS = 500;
    private static final int MOST_AWAY_MILLIS = 15_000;

    /** In a short run no fault takes more than this part of it. */
    private static final int PART_OF_LENGTH = 20;

    /**
     * One fault.
     *
     * @param pause since the end of the one before
     * @param target chooses among the parts that the fault can hit
     * @param length how long what is killed or frozen stays so
     */
    record Injection(Duration pause, Fault fault, int target, Duration length) {}

    /** The faults in turn: each once in every round, in an order of its own. */
    static Plan random(long seed, Duration length, Set<Fault> faults) {
        Random random = new Random(seed);
        int mostAway =
                (int) Math.max(2 * LEAST_AWAY_MILLIS, Math.min(MOST_AWAY_MILLIS, length.toMillis() / PART_OF_LENGTH));
        long most = length.toMillis() / LEAST_PAUSE_MILLIS;
        List<Fault> round = new ArrayList<>();
        List<Injection> injections = new ArrayList<>();
        while (!faults.isEmpty() && injections.size() < most) {
            if (round.isEmpty()) {
                faults.stream().sorted().forEach(round::add);
                Collections.shuffle(round, random);
            }
            Duration pause = millis(random, LEAST_PAUSE_MILLIS, MOST_PAUSE_MILLIS);
            injections.add(new Injection(
                    injections.isEmpty() ? LEAD : pause,
                    round.remove(0),
                    random.nextInt(1 << 16),
                    millis(random, LEAST_AWAY_MILLIS, mostAway)));
        }
        return new Plan(seed, length, List.copyOf(injections));
    }

    Plan(long seed, Duration length, List<Injection> injections) {
        this(seed, length, injections, List.of(), Fuse.KILL);
    }

    Plan withDeaths(List<Step> steps) {
        return new Plan(seed, length, injections, steps, signal);
    }

    /** The same, but handler processes are asked to end, and have the time to. */
    Plan withOrderlyEnds(List<Step> steps) {
        return new Plan(seed, length, injections, steps, "TERM");
    }

    private static Duration millis(Random random, int least, int most) {
        return Duration.ofMillis(random.nextInt(least, most));
    }
}
