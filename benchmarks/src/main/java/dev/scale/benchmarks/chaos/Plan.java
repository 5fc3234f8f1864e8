package dev.scale.benchmarks.chaos;

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
 * @param injections in the order of time
 */
record Plan(long seed, Duration length, List<Injection> injections) {

    /** Before the first one everything is at work, and a new queue is safely on disk. */
    private static final Duration LEAD = Duration.ofSeconds(6);

    private static final int LEAST_GAP_MILLIS = 3_000;
    private static final int MOST_GAP_MILLIS = 9_000;
    private static final int LEAST_LENGTH_MILLIS = 500;
    private static final int MOST_LENGTH_MILLIS = 10_000;

    /**
     * One fault.
     *
     * @param at after the start; later where the one before takes longer
     * @param target chooses among the parts that the fault can hit
     * @param length how long what is killed or frozen stays so
     */
    record Injection(Duration at, Fault fault, int target, Duration length) {}

    /** The faults in turn: each once in every round, in an order of its own. */
    static Plan random(long seed, Duration length, Set<Fault> faults) {
        Random random = new Random(seed);
        List<Fault> round = new ArrayList<>();
        List<Injection> injections = new ArrayList<>();
        for (Duration at = LEAD; !faults.isEmpty() && at.compareTo(length) < 0; at = at.plus(gap(random))) {
            if (round.isEmpty()) {
                faults.stream().sorted().forEach(round::add);
                Collections.shuffle(round, random);
            }
            Duration away = Duration.ofMillis(random.nextInt(LEAST_LENGTH_MILLIS, MOST_LENGTH_MILLIS));
            injections.add(new Injection(at, round.remove(0), random.nextInt(1 << 16), away));
        }
        return new Plan(seed, length, List.copyOf(injections));
    }

    private static Duration gap(Random random) {
        return Duration.ofMillis(random.nextInt(LEAST_GAP_MILLIS, MOST_GAP_MILLIS));
    }
}
