package dev.scale.jobs;

import dev.scale.messaging.Command;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;

/** Commands that tell the lives of many jobs, their submissions included, in the order in which they happen. */
final class JobLives {

    private static final Instant T = Instant.parse("2018-03-01T10:00:00Z");

    private final Random random;
    private final List<Command> commands = new ArrayList<>();
    private final List<ExecutionId> completed = new ArrayList<>();
    private final List<ExecutionEnd> ends = new ArrayList<>();

    private JobLives(Random random) {
        this.random = random;
    }

    /** Each execution fails and is retried until one completes, none is left, or the job is canceled for good. */
    static List<Command> agreeing(Random random, int jobs) {
        JobLives lives = new JobLives(random);
        lives.submit(jobs, 3);
        for (long id = 1; id <= jobs; id++) {
            int failures = random.nextInt(4);
            for (int number = 1; number <= Math.min(3, failures + 1); number++) {
                lives.execution(new ExecutionId(id, number), number <= failures);
            }
        }
        return lives.all();
    }

    /** Beside the reports of their executions jobs are canceled and requeued, or a completed execution is said to have failed. */
    static List<Command> contradicting(Random random, int jobs) {
        JobLives lives = new JobLives(random);
        lives.submit(jobs, 2);
        for (long id = 1; id <= jobs; id++) {
            ExecutionId first = new ExecutionId(id, 1);
            ExecutionId second = new ExecutionId(id, 2);
            lives.execution(first, random.nextBoolean());
            lives.execution(second, random.nextBoolean());
            switch (random.nextInt(5)) {
                case 0 -> lives.execution(first, true);
                case 1 -> lives.add(JobCommands.cancel(T, List.of(random.nextBoolean() ? first : second)));
                case 2 -> lives.add(JobCommands.cancelCurrent(T, List.of(id)));
                case 3 -> lives.add(JobCommands.requeue(List.of(first), OptionalInt.of(7)));
                default -> {
                    lives.add(JobCommands.cancel(T, List.of(first)));
                    lives.add(JobCommands.requeue(List.of(second), OptionalInt.empty()));
                }
            }
        }
        return lives.all();
    }

    private void submit(int jobs, int maxTries) {
        for (long id = 1; id <= jobs; id++) {
            add(JobCommands.submit(List.of(Submission.of(id, "type-" + id % 7).withMaxTries(maxTries))));
        }
    }

    private void execution(ExecutionId execution, boolean fails) {
        List<ExecutionId> one = List.of(execution);
        Instant start = T.plusSeconds(execution.job() * 10 + execution.exeNum());
        String node = "node-" + (execution.job() + execution.exeNum()) % 5;
        add(JobCommands.running(start, node, one));
        String json = "{\"job\":" + execution.job() + ",\"exe\":" + execution.exeNum() + "}";
        if (random.nextBoolean()) {
            add(JobCommands.storeOutput(List.of(new StoreJobOutput.JobOutput(execution, json))));
        }
        Instant end = fails ? start.plusSeconds(1) : T.plusSeconds(9_999);
        long error = execution.job() % 3;
        if (fails) {
            add(JobCommands.failed(end, new JobError.Numbered(error), one));
        } else {
            completed.add(execution);
        }
        if (random.nextBoolean()) {
            JobStatus status = fails ? JobStatus.FAILED : JobStatus.COMPLETED;
            ExecutionEnd told = ExecutionEnd.of(execution, status, end, json).ranOn(node, start);
            ends.add(fails ? told.withError(error) : told);
        }
    }

    private void add(List<Command> more) {
        commands.addAll(more);
    }

    /** What is reported of many jobs together comes last. */
    private List<Command> all() {
        Collections.shuffle(completed, random);
        for (int from = 0; from < completed.size(); from += 17) {
            add(JobCommands.completed(
                    T.plusSeconds(9_999), completed.subList(from, Math.min(completed.size(), from + 17))));
        }
        Collections.shuffle(ends, random);
        for (int from = 0; from < ends.size(); from += 10) {
            add(JobCommands.ends(ends.subList(from, Math.min(ends.size(), from + 10))));
        }
        return commands;
    }
}
