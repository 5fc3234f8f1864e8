package dev.scale.benchmarks.scenarios;

import java.io.IOException;

/** A contender that drains what is waiting when its turn begins. */
record Draining(Rig rig, ContenderProcess contender, Workload workload) implements Contestant {

    @Override
    public String name() {
        return contender.name();
    }

    @Override
    public String configuration() {
        return contender.configuration();
    }

    @Override
    public int items() {
        return workload.items();
    }

    @Override
    public Sample turn(QueueKind kind) throws Exception {
        workload.prepare(rig);
        try (Backlog backlog = new Backlog(rig, kind)) {
            backlog.fill(workload.commands());
            Sample sample = contender.drain(rig, backlog.queue(), workload.expected());
            workload.check(rig);
            return sample;
        }
    }

    @Override
    public void close() throws IOException {
        contender.close();
    }
}
