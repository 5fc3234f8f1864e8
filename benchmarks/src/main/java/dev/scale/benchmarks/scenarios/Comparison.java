package dev.scale.benchmarks.scenarios;

import java.util.ArrayList;
import java.util.List;

/** Contenders at the same work, and how they compare. */
record Comparison(String title, String unit, List<Series> series, List<Goal> goals) {

    Comparison(String title, String unit, List<Series> series) {
        this(title, unit, series, new ArrayList<>());
    }

    Series of(String contender) {
        return series.stream()
                .filter(one -> one.contender().equals(contender))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(contender + " had no turn"));
    }

    /** Adds what the one should reach in terms of the other. */
    Comparison goal(String one, String other, double least) {
        goals.add(new Goal(one + " / " + other, of(one).rate() / of(other).rate(), least));
        return this;
    }
}
