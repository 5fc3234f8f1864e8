package dev.scale.benchmarks.scenarios;

import java.util.Locale;

/** What happens, on standard error. */
final class Progress {

    private Progress() {}

    static void say(String what) {
        System.err.println("run: " + what);
    }

    static void turn(String contender, String of, int round, int items, Sample sample) {
        say(String.format(
                Locale.ROOT,
                "%s, %s, %s: %,.0f/s",
                of,
                round < 1 ? "warming up" : "round " + round,
                contender,
                items / sample.seconds()));
    }
}
