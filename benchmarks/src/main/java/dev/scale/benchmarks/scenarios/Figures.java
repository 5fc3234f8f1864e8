package dev.scale.benchmarks.scenarios;

import java.util.List;

/** What a scenario comes out with. */
sealed interface Figures permits Comparison, Facts, Waits {

    String title();

    List<Goal> goals();
}
