package dev.scale.benchmarks;

import dev.scale.jobs.CompletedJobs;
import dev.scale.jobs.ExecutionId;
import dev.scale.jobs.Folding;
import dev.scale.jobs.JobCommand;
import dev.scale.jobs.JobCommands;
import dev.scale.messaging.Decoding;
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
 * What a full batch costs a handler process beside the database: 500 commands that each complete one job are decoded from
 * bytes and folded over states in memory. Figures are per command.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecodeAndFoldBenchmark {

    private static final int COMMANDS = 500;

    private final List<Delivery> deliveries = new ArrayList<>();
    private final Folding jobs = new Folding(COMMANDS);

    /** Makes the batch. */
    @Setup
    public void makeBatch() {
        Instant ended = Instant.parse("2018-03-01T10:00:00.123456Z");
        for (long id = 1; id <= COMMANDS; id++) {
            JobCommands.completed(ended, List.of(new ExecutionId(id, 1)))
                    .forEach(command -> deliveries.add(Decoding.delivery(command)));
        }
    }

    /** Decodes and folds the batch. */
    @Benchmark
    @OperationsPerInvocation(COMMANDS)
    public int decodeAndFold() {
        List<Received<JobCommand>> batch = new ArrayList<>(COMMANDS);
        for (Delivery delivery : deliveries) {
            batch.add(Decoding.decode(CompletedJobs.TYPE, delivery));
        }
        return jobs.fold(batch);
    }
}
