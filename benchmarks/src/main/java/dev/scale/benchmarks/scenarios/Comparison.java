package dev.scale.benchmarks.scenarios;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Contenders at the same work, and how they compare. */
record Comparison(String title, String unit, List<Series> series, List<Goal> goals) implements Figures {

    Comparison(String title, String unit, List<Series> series) {
        this(title, unit, series, new ArrayList<>());
    }

    /** Adds what the one should reach in terms of the other, where both had a turn. */
    Comparison goal(String one, String other, double least) {
        Optional<Series> ours = of(one);
        Optional<Series> theirs = of(other);
        if (ours.isPresent() && theirs.isPresent()) {
            double ratio = ours.get().rate() / theirs.get().rate();
            goals.add(Goal.atLeast(one + " / " + other, ratio, least));
        }
        return this;
    }

    /** Adds what the one may cost at most in terms of the other: processor time of all processes, for an item. */
    Comparison costGoal(String one, String other, double most) {
        double ratio = of(one).orElseThrow().perThousand(Sample::processorTime)
                / of(other).orElseThrow().perThousand(Sample::processorTime);
        goals.add(Goal.atMost("cost: " + one + " / " + other, ratio, most));
        return this;
    }

    private Optional<Series> of(String contender) {
        return series.stream().filter(one -> one.contender().equals(contender)).findFirst();
    }
}
