package dev.scale.benchmarks.scenarios;

import dev.scale.benchmarks.contenders.PerfTestPeer;

/** RabbitMQ's load generator: as many messages of the same size sent and received at once, with as many on their way. */
record PerfTestTurns(Rig rig, int messages) implements Contestant {

    /** As {@code CommandSender} has: its chunks of 500, nine in flight, within the 4,096 that the publisher allows. */
    private static final int UNCONFIRMED = 4_096;

    /** A command of one job. */
    private static final int BODY_BYTES = 170;

    @Override
    public String name() {
        return "perf-test";
    }

    @Override
    public String configuration() {
        return "PerfTest, one producer, at most " + UNCONFIRMED + " unconfirmed, one consumer; no database, "
                + BODY_BYTES + " bytes a message";
    }

    @Override
    public int items() {
        return messages;
    }

    @Override
    public Sample turn(QueueKind kind) throws Exception {
        try (Backlog queue = new Backlog(rig, kind)) {
            queue.declare();
            double own = ProcessorTime.ofThis();
            double broker = ProcessorTime.of(rig.broker().pid());
            PerfTestPeer.Load load = new PerfTestPeer.Load(queue.queue(), BODY_BYTES, UNCONFIRMED);
            PerfTestPeer.Rates rates = PerfTestPeer.messages(rig.broker().url(), load, messages);
            return new Sample(
                    (double) messages / rates.received(),
                    ProcessorTime.ofThis() - own,
                    0,
                    ProcessorTime.of(rig.broker().pid()) - broker);
        }
    }

    @Override
    public void close() {}
}
