package dev.scale.benchmarks.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;

/** What one sender sends next, and when. For use by one thread. */
final class Work {

    private static final int MOST_AT_ONCE = 5;
    private static final double MEAN_AT_ONCE = (1 + MOST_AT_ONCE) / 2.0;
    private static final int ONE_IN_JOBS = 5;
    private static final int ONE_IN_REPEATED = 50;

    private final Load load;
    private final Random random;
    private final Queue<Assignment> reports;
    private int counted;

    /**
     * The work of a sender.
     *
     * @param reports commands about jobs that any sender may send, shared by all
     */
    Work(Load load, Random random, Queue<Assignment> reports) {
        this.load = load;
        this.random = random;
        this.reports = reports;
    }

    /** Commands to send at once. */
    List<Assignment> next(String sender) {
        if (load.jobs() && random.nextInt(ONE_IN_JOBS) == 0) {
            Assignment report = reports.poll();
            if (report != null && random.nextBoolean()) {
                return List.of(report);
            }
            List<Assignment> job = Assignment.job(random);
            reports.addAll(job.subList(1, job.size()));
            return report == null ? List.of(job.get(0)) : List.of(report, job.get(0));
        }
        List<Assignment> counts = new ArrayList<>();
        for (int i = random.nextInt(MOST_AT_ONCE); i >= 0; i--) {
            counts.add(Assignment.count(sender + "-" + ++counted, random));
        }
        return counts;
    }

    /** What is left to send when nothing new is begun; empty: nothing. */
    List<Assignment> rest() {
        Assignment report = reports.poll();
        return report == null ? List.of() : List.of(report);
    }

    /** Whether what was just confirmed is sent once more, as by a sender that has forgotten. */
    boolean repeats() {
        return random.nextInt(ONE_IN_REPEATED) == 0;
    }

    Duration pause() {
        double mean = load.senders() * MEAN_AT_ONCE / load.rate();
        return Duration.ofNanos((long) (mean * (0.5 + random.nextDouble()) * 1e9));
    }

    Duration pauseAfterFailure() {
        return Duration.ofMillis(50 + random.nextInt(200));
    }
}
