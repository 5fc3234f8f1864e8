package dev.scale.benchmarks.chaos;

import dev.scale.local.LocalService;
import dev.scale.messaging.faults.FaultProxy;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Broker or database server: a real process that can be killed, frozen and started again, behind a proxy whose address stays the same. */
final class Service implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final Pattern PORT = Pattern.compile("[@/]127\\.0\\.0\\.1:(\\d+)/");

    private final Supplier<LocalService> start;
    private final FaultProxy proxy;
    private LocalService running;

    /** Starts it. */
    Service(Supplier<LocalService> start) {
        this.start = start;
        this.running = start.get();
        this.proxy = new FaultProxy(HOST, port());
    }

    /** Where clients find it; a secret. */
    synchronized String url() {
        return proxy.through(running.url());
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
        proxy.moveTo(HOST, port());
    }

    synchronized void freeze() {
        ProcessTree.freeze(running.pid());
    }

    synchronized void thaw() {
        ProcessTree.thaw(running.pid());
    }

    /** What clients reach it by, to be cut and the like. */
    FaultProxy proxy() {
        return proxy;
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
        try (proxy) {
            running.close();
        }
    }
}
