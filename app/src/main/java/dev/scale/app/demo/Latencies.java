package dev.scale.app.demo;

import dev.scale.messaging.WorkerListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The time from a command's first sending to the commit of its end. Thread-safe. */
final class Latencies implements WorkerListener {

    private final List<Duration> seen = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void committed(String group, List<Ended> commands, Instant at) {
        for (Ended ended : commands) {
            ended.command().sent().ifPresent(sent -> seen.add(Duration.between(sent, at)));
        }
    }

    int count() {
        return seen.size();
    }

    /** In milliseconds; 0 where nothing was seen. */
    double percentile(int percent) {
        List<Duration> sorted;
        synchronized (seen) {
            sorted = new ArrayList<>(seen);
        }
        if (sorted.isEmpty()) {
            return 0;
        }
        Collections.sort(sorted);
        int index = (int) Math.ceil(percent / 100.0 * sorted.size()) - 1;
        return Math.round(sorted.get(Math.max(0, index)).toNanos() / 100_000.0) / 10.0;
    }
}
