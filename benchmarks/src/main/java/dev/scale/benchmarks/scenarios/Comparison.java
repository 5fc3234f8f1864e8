package dev.scale.benchmarks.scenarios;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Contenders at the same work, and how they compare. */
record Comparison(String title, String unit, List<Series> series, List<Goal> goals) {

    Comparison(String title, String unit, List<Series> series) {
        this(title, unit, series, new ArrayList<>());
    }

    /** Adds what the one should reach in terms of the other, where both had a turn. */
    Comparison goal(String one, String other, double least) {
        Optional<Series> ours = of(one);
        Optional<Series> theirs = of(other);
        if (ours.isPresent() && theirs.isPresent()) {
            double ratio = ours.get().rate() / theirs.get().rate();
            goals.add(new Goal(one + " / " + other, ratio, least));
        }
        return this;
    }

    private Optional<Series> of(String contender) {
        return series.stream().filter(one -> one.contender().equals(contender)).findFirst();
    }
}
