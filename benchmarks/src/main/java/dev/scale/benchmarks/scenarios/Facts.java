package dev.scale.benchmarks.scenarios;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What was counted beside any rate, in reading order. */
record Facts(String title, Map<String, String> facts, List<Goal> goals) implements Figures {

    Facts(String title, Map<String, String> facts) {
        this(title, facts, new ArrayList<>());
    }

    Facts goal(Goal goal) {
        goals.add(goal);
        return this;
    }
}
