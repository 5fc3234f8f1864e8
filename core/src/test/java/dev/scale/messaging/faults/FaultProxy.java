package dev.scale.messaging.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A TCP proxy in front of a server, on a free port of the loopback address, that passes everything on until it is told
 * to fail. Each fault lasts until the next is chosen and holds for the connections of that moment as well as for new
 * ones. Thread-safe; all its threads are daemons.
 */
public final class FaultProxy implements AutoCloseable {

    private static final Pattern AUTHORITY = Pattern.compile("^([a-z:]+//(?:.*@)?)([^/@:]+):(\\d+)(.*)$");

    private final ServerSocket listening;
    private volatile InetSocketAddress target;
    private final Supplier<Traffic> traffic;
    private final FaultSwitch faults = new FaultSwitch();
    private final Set<ProxiedConnection> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();

    /** In front of a server. */
    public FaultProxy(String host, int port) {
        this(host, port, () -> Traffic.UNTOUCHED);
    }

    /**
     * With something that looks at what is passed on.
     *
     * @param traffic asked once for each connection
     */
    FaultProxy(String host, int port, Supplier<Traffic> traffic) {
        this.target = new InetSocketAddress(host, port);
        this.traffic = traffic;
        try {
            listening = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        daemon("accept", this::accept);
    }

    /** In front of the server that a URL with a single host and a port names. */
    public static FaultProxy before(String url) {
        Matcher parts = parts(url);
        return new FaultProxy(parts.group(2), Integer.parseInt(parts.group(3)));
    }

    /** The same URL by way of this proxy. */
    public String through(String url) {
        Matcher parts = parts(url);
        return parts.group(1) + "127.0.0.1:" + port() + parts.group(4);
    }

    /** Leads new connections to the server of another URL: it was started again on another port. */
    public void lead(String url) {
        Matcher parts = parts(url);
        moveTo(parts.group(2), Integer.parseInt(parts.group(3)));
    }

    static Matcher parts(String url) {
        Matcher parts = AUTHORITY.matcher(url);
        if (!parts.matches()) {
            throw new IllegalArgumentException("the URL names no single host with a port");
        }
        return parts;
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** Connects to this server from now on: the one before has come back elsewhere. Connections that are open stay. */
    public void moveTo(String host, int port) {
        target = new InetSocketAddress(host, port);
    }

    /** Passes on; ends connections that have lost bytes in a blackhole. */
    public void pass() {
        faults.set(new Fault.None());
        end(ProxiedConnection::isIncomplete);
    }

    /** Closes every connection, and each new one at once. */
    public void cut() {
        faults.set(new Fault.Cut());
        end(connection -> true);
    }

    /** Resets every connection (RST), and each new one at once. */
    public void reset() {
        faults.set(new Fault.Reset());
        open.forEach(ProxiedConnection::reset);
    }

    /**
     * Accepts connections and takes bytes, but delivers none, nor the end of a connection. One that lost something so is
     * ended when the fault is.
     */
    public void blackhole() {
        faults.set(new Fault.Blackhole());
    }

    /** Passes on so many bytes a second in each direction of each connection, with a delay before each piece of them. */
    public void slow(int bytesPerSecond, Duration delay) {
        faults.set(new Fault.Slow(bytesPerSecond, delay));
        end(ProxiedConnection::isIncomplete);
    }

    /** How many connections were accepted since the start, whatever became of them. */
    public int accepted() {
        return accepted.get();
    }

    /** How many connections there are at this moment. */
    public int open() {
        return open.size();
    }

    /** Closes everything. */
    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        cut();
    }

    private void end(Predicate<ProxiedConnection> which) {
        open.stream().filter(which).forEach(ProxiedConnection::close);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                accepted.incrementAndGet();
                client.setTcpNoDelay(true);
                daemon("to-server", () -> serve(new ProxiedConnection(client, faults)));
            } catch (IOException closedOrGone) {
                // closed: the loop ends; a client that is gone already: the next one
            }
        }
    }

    private void serve(ProxiedConnection connection) {
        open.add(connection);
        try {
            // after it can be seen in the set: a fault chosen meanwhile is noticed here or there
            Fault fault = faults.present();
            if (fault instanceof Fault.Reset) {
                connection.reset();
            } else if (!(fault instanceof Fault.Cut)) {
                connection.run(target, traffic.get());
            }
        } catch (IOException ended) {
            // by either side, or by a fault
        } finally {
            connection.end();
            open.remove(connection);
        }
    }

    static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, "fault-proxy-" + name);
        thread.setDaemon(true);
        thread.start();
    }
}
