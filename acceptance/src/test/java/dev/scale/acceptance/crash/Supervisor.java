package dev.scale.acceptance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.messaging.DoomedWorker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** Keeps handler processes alive, as systemd or Kubernetes would: starts one again when it has ended. */
final class Supervisor implements AutoCloseable {

    private final DoomedWorker.Settings settings;
    private final Queue<Integer> exitCodes = new ConcurrentLinkedQueue<>();
    private final Process[] processes;
    private final List<Thread> watchers = new ArrayList<>();
    private volatile boolean closing;

    Supervisor(int count, DoomedWorker.Settings settings) throws IOException {
        this.settings = settings;
        this.processes = new Process[count];
        for (int i = 0; i < count; i++) {
            processes[i] = DoomedWorker.start(settings);
            int slot = i;
            Thread watcher = new Thread(() -> watch(slot), "supervisor-" + i);
            watchers.add(watcher);
            watcher.start();
        }
    }

    /** Of the processes that were not told to end, in the order of their ends. */
    List<Integer> exitCodes() {
        return List.copyOf(exitCodes);
    }

    /** SIGKILL to one of the processes. */
    void killOne(Random random) {
        synchronized (processes) {
            processes[random.nextInt(processes.length)].destroyForcibly();
        }
    }

    private void watch(int slot) {
        try {
            while (true) {
                int code = processes[slot].waitFor();
                synchronized (processes) {
                    if (closing) {
                        return;
                    }
                    exitCodes.add(code);
                    processes[slot] = DoomedWorker.start(settings);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends all in good order. */
    @Override
    public void close() throws InterruptedException {
        synchronized (processes) {
            closing = true;
            for (Process process : processes) {
                process.destroy();
            }
        }
        for (Process process : processes) {
            boolean ended = process.waitFor(20, TimeUnit.SECONDS);
            process.destroyForcibly().waitFor();
            assertThat(ended).as("it drains").isTrue();
        }
        for (Thread watcher : watchers) {
            watcher.join();
        }
    }
}
