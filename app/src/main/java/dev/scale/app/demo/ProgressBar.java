package dev.scale.app.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * How far the demo is: a bar that is drawn anew on a terminal, an occasional line elsewhere. For use by one thread.
 */
final class ProgressBar {

    private static final int WIDTH = 30;
    private static final Duration REDRAW = Duration.ofMillis(100);
    private static final Duration NEW_LINE = Duration.ofSeconds(5);

    private final PrintStream stream;
    private final boolean terminal;
    private final int total;
    private Duration lastShown = Duration.ZERO;
    private int lastLength;

    ProgressBar(PrintStream stream, boolean terminal, int total) {
        this.stream = stream;
        this.terminal = terminal;
        this.total = total;
    }

    /** Shows the state if it is time to. */
    void show(State state) {
        if (state.elapsed().minus(lastShown).compareTo(terminal ? REDRAW : NEW_LINE) >= 0) {
            draw(state);
        }
    }

    /** Shows the last state and ends the line. */
    void finish(State state) {
        draw(state);
        if (terminal) {
            stream.println();
        }
    }

    private void draw(State state) {
        lastShown = state.elapsed();
        String text = line(state);
        if (terminal) {
            stream.print("\r" + text + " ".repeat(Math.max(0, lastLength - text.length())));
            stream.flush();
            lastLength = text.length();
        } else {
            stream.println(text);
        }
    }

    private String line(State state) {
        int filled = total == 0 ? WIDTH : (int) ((long) WIDTH * state.ended() / total);
        double seconds = Math.max(0.001, state.elapsed().toMillis() / 1000.0);
        return String.format(
                Locale.ROOT,
                "[%s%s] %d/%d jobs, %d running, %d commands (%.0f/s), %.0f s",
                "#".repeat(filled),
                ".".repeat(WIDTH - filled),
                state.ended(),
                total,
                state.running(),
                state.commands(),
                state.commands() / seconds,
                seconds);
    }

    /**
     * What there is to show.
     *
     * @param ended jobs that have ended
     * @param running tasks at this moment
     * @param commands committed so far
     * @param elapsed since the work began
     */
    record State(int ended, int running, int commands, Duration elapsed) {}
}
