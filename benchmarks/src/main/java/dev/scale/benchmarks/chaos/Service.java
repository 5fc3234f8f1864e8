package dev.scale.benchmarks.chaos;

import dev.scale.local.LocalService;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Broker or database server: a real process that can be killed, frozen and started again, at an address that stays the same. */
final class Service implements AutoCloseable {

    private static final Pattern PORT = Pattern.compile("@127\\.0\\.0\\.1:(\\d+)/");

    private final Supplier<LocalService> start;
    private final Line line = new Line();
    private LocalService running;

    /** Starts it. */
    Service(Supplier<LocalService> start) {
        this.start = start;
        this.running = start.get();
        line.leadTo(port());
    }

    /** Where clients find it, over a line that can be cut; a secret. */
    synchronized String url() {
        return PORT.matcher(running.url()).replaceFirst("@127.0.0.1:" + line.port() + "/");
    }

    synchronized String description() {
        return running.description();
    }

    synchronized void kill() {
        ProcessTree.kill(running.pid());
    }

    /** Starts it again over its data after a kill. */
    synchronized void restart() {
        running.close();
        running = start.get();
        line.leadTo(port());
    }

    synchronized void freeze() {
        ProcessTree.freeze(running.pid());
    }

    synchronized void thaw() {
        ProcessTree.thaw(running.pid());
    }

    /** Breaks all connections of clients. */
    void cut() {
        line.cut();
    }

    private int port() {
        Matcher matcher = PORT.matcher(running.url());
        if (!matcher.find()) {
            throw new IllegalStateException("no port in the URL of " + running.description());
        }
        return Integer.parseInt(matcher.group(1));
    }

    @Override
    public synchronized void close() {
        line.close();
        running.close();
    }
}
