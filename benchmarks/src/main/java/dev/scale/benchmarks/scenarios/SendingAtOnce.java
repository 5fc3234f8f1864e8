package dev.scale.benchmarks.scenarios;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A contender that handles commands while they are sent as fast as the broker confirms them, by this process. */
record SendingAtOnce(Rig rig, ContenderProcess contender, Workload workload) implements Contestant {

    @Override
    public String name() {
        return contender.name();
    }

    @Override
    public String configuration() {
        return contender.configuration() + "; sent by one CommandSender in another process";
    }

    @Override
    public int items() {
        return workload.items();
    }

    @Override
    public Sample turn(QueueKind kind) throws Exception {
        workload.prepare(rig);
        try (Backlog queue = new Backlog(rig, kind)) {
            queue.declare();
            double before = ProcessorTime.ofThis();
            CompletableFuture<Sample> handled = CompletableFuture.supplyAsync(() -> drain(queue.queue()));
            queue.fill(workload.commands());
            Sample sample = handled.join();
            double sending = ProcessorTime.ofThis() - before;
            workload.check(rig);
            return new Sample(sample.seconds(), sample.contender() + sending, sample.database(), sample.broker());
        }
    }

    private Sample drain(String queue) {
        try {
            return contender.drain(rig, queue, workload.expected());
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    @Override
    public void close() throws IOException {
        contender.close();
    }
}
