package dev.scale.app.demo;

import dev.scale.jobs.ExecutionId;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs tasks, so many at a time. Thread-safe. */
final class TaskSlots implements AutoCloseable {

    private final Map<Long, PlannedJob> plan;
    private final Agent agent;
    private final int slots;
    private final ExecutorService threads;
    private final AtomicInteger running = new AtomicInteger();
    private final Queue<String> troubles = new ConcurrentLinkedQueue<>();

    TaskSlots(Map<Long, PlannedJob> plan, Agent agent, int slots) {
        this.plan = plan;
        this.agent = agent;
        this.slots = slots;
        this.threads = Executors.newFixedThreadPool(slots, work -> {
            Thread thread = new Thread(work, "demo-task");
            thread.setDaemon(true);
            return thread;
        });
    }

    int free() {
        return slots - running.get();
    }

    int running() {
        return running.get();
    }

    /** What kept tasks from reporting; empty when all went well. */
    Queue<String> troubles() {
        return troubles;
    }

    /** Runs the task of a claimed execution, for which there is a free slot. */
    void run(ExecutionId execution) {
        PlannedJob job = plan.get(execution.job());
        if (job == null) {
            troubles.add("a job that is not ours was claimed: " + execution.job());
            return;
        }
        running.incrementAndGet();
        threads.execute(() -> {
            try {
                new DemoTask(job, execution.exeNum(), agent, Clock.systemUTC()).run();
            } catch (IOException | RuntimeException e) {
                troubles.add("the task of job " + job.id() + ": " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                running.decrementAndGet();
            }
        });
    }

    /** Ends the tasks that still run, and their processes. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
