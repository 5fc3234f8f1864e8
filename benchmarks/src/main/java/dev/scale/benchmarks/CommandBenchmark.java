package dev.scale.benchmarks;

import dev.scale.jobs.CompletedJobs;
import dev.scale.jobs.ExecutionId;
import dev.scale.jobs.Folding;
import dev.scale.jobs.JobCommand;
import dev.scale.jobs.JobCommands;
import dev.scale.messaging.Codec;
import dev.scale.messaging.Command;
import dev.scale.messaging.Received;
import dev.scale.messaging.broker.Delivery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a command costs beside broker and database: written by its sender; decoded and folded over its job's state by the
 * handler process, in batches of 500 that each complete one job. Figures are per command; {@code -prof gc} adds what is
 * allocated.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class CommandBenchmark {

    private static final int COMMANDS = 500;
    private static final Instant ENDED = Instant.parse("2018-03-01T10:00:00.123456Z");

    private final List<Delivery> deliveries = new ArrayList<>();
    private final List<Received<JobCommand>> received = new ArrayList<>();
    private final Folding jobs = new Folding(COMMANDS);

    /** Makes the batch. */
    @Setup
    public void makeBatch() {
        for (long id = 1; id <= COMMANDS; id++) {
            deliveries.add(Codec.delivery(completed(id)));
        }
        received.addAll(decode());
    }

    private static Command completed(long id) {
        return JobCommands.completed(ENDED, List.of(new ExecutionId(id, 1))).get(0);
    }

    /** Makes and writes the commands. */
    @Benchmark
    @OperationsPerInvocation(COMMANDS)
    public int encode() {
        int bytes = 0;
        for (long id = 1; id <= COMMANDS; id++) {
            bytes += Codec.encode(completed(id)).length;
        }
        return bytes;
    }

    /** Reads the batch. */
    @Benchmark
    @OperationsPerInvocation(COMMANDS)
    public List<Received<JobCommand>> decode() {
        List<Received<JobCommand>> batch = new ArrayList<>(COMMANDS);
        for (Delivery delivery : deliveries) {
            batch.add(Codec.decode(CompletedJobs.TYPE, delivery));
        }
        return batch;
    }

    /** Folds the batch over the states of its jobs. */
    @Benchmark
    @OperationsPerInvocation(COMMANDS)
    public int fold() {
        return jobs.fold(received);
    }
}
