package dev.scale.benchmarks.chaos;

/**
 * What the senders do.
 *
 * @param senders threads that send at once, each over a connection of its own
 * @param rate about how many commands a second all of them send
 * @param jobs whether some of the commands are about jobs
 */
record Load(int senders, int rate, boolean jobs) {

    static final Load DEFAULT = new Load(50, 200, true);
}
