package dev.scale.acceptance.ha;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Handler processes under a steady load, and how long they take to go on after what is done to what they need. */
final class Load implements AutoCloseable {

    private static final Path LOGS = Path.of("target", "ha");
    private static final int SURELY_AGAIN = 200;

    private final String queue = "ha-" + UUID.randomUUID();
    private final CountingHandler.Settings settings;
    private final Tally tally;
    private final LedgerSender sender;
    private final List<Daemon> handlers = new ArrayList<>();

    /** Two handler processes. */
    Load(String brokerUrl, String databaseUrl, Tally tally, Duration handleLimit) throws IOException {
        this.settings = new CountingHandler.Settings(brokerUrl, databaseUrl, queue, handleLimit);
        this.tally = tally;
        this.sender = new LedgerSender(brokerUrl, queue);
        addHandler();
        addHandler();
    }

    String queue() {
        return queue;
    }

    void addHandler() throws IOException {
        handlers.add(CountingHandler.start(settings, LOGS.resolve(queue + "-" + handlers.size() + ".log")));
    }

    void killHandler() {
        handlers.get(0).kill();
    }

    void awaitUnderWay() {
        tally.awaitMore(0, SURELY_AGAIN);
    }

    /** Waits until commands are applied again, and prints how long that took. */
    void awaitResumed(String after) {
        long start = System.nanoTime();
        long before = appliedNow();
        tally.awaitMore(before, SURELY_AGAIN);
        System.out.printf("%s: applied again after %.1f s%n", after, (System.nanoTime() - start) / 1e9);
    }

    private long appliedNow() {
        long[] applied = {0};
        await().atMost(Duration.ofMinutes(2)).ignoreExceptions().until(() -> (applied[0] = tally.applied()) >= 0);
        return applied[0];
    }

    /** Stops sending, and sees that all that was confirmed is applied once. No handler has ended but by a kill. */
    void settle(int killed) throws InterruptedException, SQLException {
        tally.awaitEachOnce(sender.stop());
        System.out.printf("%d commands confirmed, each applied once%n", sender.confirmed());
        assertThat(handlers.stream().filter(Daemon::runs).count())
                .as("handlers that still run")
                .isEqualTo(handlers.size() - killed);
    }

    @Override
    public void close() {
        sender.close();
        handlers.forEach(Daemon::close);
    }
}
