package dev.scale.benchmarks.chaos;

import dev.scale.benchmarks.chaos.handler.Count;
import dev.scale.jobs.ExecutionId;
import dev.scale.jobs.JobCommands;
import dev.scale.jobs.JobError;
import dev.scale.jobs.JobId;
import dev.scale.jobs.Submission;
import dev.scale.messaging.Command;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** A command to send, and what is expected of it. */
record Assignment(Command command, Expected expected) {

    private static final int COUNTERS = 16;
    private static final int MOST_AMOUNT = 9;
    private static final String NODE = "chaos-node";

    /** A counting command; a few trouble their handler at first, some have a follow-up. */
    static Assignment count(String id, Random random) {
        int counter = random.nextInt(COUNTERS);
        int amount = 1 + random.nextInt(MOST_AMOUNT);
        Count.Behaviour behaviour = behaviour(random.nextInt(200));
        Count.Next next = next(random.nextInt(20));
        Count body = new Count(counter, amount, behaviour, next, null);
        boolean refused = behaviour == Count.Behaviour.REFUSED;
        boolean followedUp = next != Count.Next.NOTHING;
        return new Assignment(
                Command.of(Count.TYPE, body, id), new Expected.Counted(counter, amount, refused, followedUp));
    }

    private static Count.Behaviour behaviour(int dice) {
        return switch (dice) {
            case 0 -> Count.Behaviour.THROWS_FIRST;
            case 1 -> Count.Behaviour.FAILS_FIRST;
            case 2 -> Count.Behaviour.EARLY_FIRST;
            case 3 -> Count.Behaviour.REFUSED;
            default -> Count.Behaviour.PLAIN;
        };
    }

    private static Count.Next next(int dice) {
        return switch (dice) {
            case 0, 1 -> Count.Next.NEW_ID;
            case 2 -> Count.Next.OWN_ID;
            default -> Count.Next.NOTHING;
        };
    }

    /** Submission, start and end of a job with one execution, in any order. */
    static List<Assignment> job(Random random) {
        long job = JobId.next();
        List<ExecutionId> execution = List.of(new ExecutionId(job, 1));
        boolean fails = random.nextInt(10) == 0;
        List<Command> end = fails
                ? JobCommands.failed(Instant.now(), new JobError.Named("chaos", "failed as planned"), execution)
                : JobCommands.completed(Instant.now(), execution);
        List<Assignment> commands = new ArrayList<>();
        commands.add(only(
                JobCommands.submit(List.of(Submission.of(job, "chaos").withMaxTries(1))),
                new Expected.JobSubmitted(job)));
        commands.add(only(JobCommands.running(Instant.now(), NODE, execution), new Expected.JobStarted(job)));
        commands.add(only(end, new Expected.JobEnded(job, fails ? "FAILED" : "COMPLETED")));
        Collections.shuffle(commands, random);
        return commands;
    }

    private static Assignment only(List<Command> commands, Expected expected) {
        return new Assignment(commands.get(0), expected);
    }
}
