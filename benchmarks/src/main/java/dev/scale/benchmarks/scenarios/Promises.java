package dev.scale.benchmarks.scenarios;

import java.util.List;
import java.util.Map;

/**
 * What promises cost: the same commands as {@link Drain} has, handled as they are and in other ways.
 *
 * @param title what the other ways have in common
 * @param least what they should reach at least in terms of the plain one, by contender
 */
record Promises(String title, Map<String, Double> least) implements Scenario {

    /** Each command is remembered in the inbox. */
    static Promises once() {
        return new Promises("once: each try in the inbox", Map.of("ours-once", 0.7));
    }

    /** Each command sends a follow-up through the outbox; both count. */
    static Promises followUps() {
        return new Promises("followups: a follow-up for each", Map.of("ours-followups", 0.5));
    }

    /** One command in a hundred fails; the others count. */
    static Promises poison() {
        return new Promises("poison: 1 % fail", Map.of("ours-some-later", 0.5, "ours-some-breaking", 0.25));
    }

    @Override
    public List<Figures> run(Rig rig, Size size) throws Exception {
        RunningJobsWorkload backlog = new RunningJobsWorkload(size.commands() / 2, 1);
        Turns turns = new Turns(rig, size.warmUps(), size.rounds()).add(ContenderProcess.java("ours", rig), backlog);
        for (String way : least.keySet()) {
            turns.add(ContenderProcess.java(way, rig), workload(way, backlog));
        }
        Comparison comparison = new Comparison(title + ", quorum queue", "commands/s", turns.over(QueueKind.QUORUM));
        least.forEach((way, ratio) -> comparison.goal(way, "ours", ratio));
        return List.of(comparison);
    }

    private static Workload workload(String way, RunningJobsWorkload backlog) {
        int all = backlog.jobs();
        int good = all - all / 100;
        return switch (way) {
            case "ours-once" -> backlog;
            case "ours-followups" -> Variant.leaving(backlog, 2 * all, all, "COMPLETED");
            default -> Variant.leaving(backlog, good, good, "RUNNING");
        };
    }
}
