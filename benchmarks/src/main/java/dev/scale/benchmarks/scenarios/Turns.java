package dev.scale.benchmarks.scenarios;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Contenders that drain a backlog in turns, each in a process that stays; the first turns of each warm up and do not count. */
final class Turns {

    private final Rig rig;
    private final int rounds;
    private final int warmUps;
    private final List<Entry> entries = new ArrayList<>();

    private record Entry(ContenderProcess contender, Workload workload, List<Sample> samples) {

        Series series() {
            return new Series(contender.name(), contender.configuration(), workload.items(), samples);
        }
    }

    Turns(Rig rig, int warmUps, int rounds) {
        this.rig = rig;
        this.warmUps = warmUps;
        this.rounds = rounds;
    }

    Turns add(ContenderProcess contender, Workload workload) {
        entries.add(new Entry(contender, workload, new ArrayList<>()));
        return this;
    }

    /** Ends the contenders too. */
    List<Series> over(QueueKind kind) throws Exception {
        try {
            for (int round = 1 - warmUps; round <= rounds; round++) {
                for (Entry entry : entries) {
                    Sample sample = turn(entry.contender, entry.workload, kind);
                    Progress.turn(entry.contender.name(), kind.option(), round, entry.workload.items(), sample);
                    if (round > 0) {
                        entry.samples.add(sample);
                    }
                }
            }
            return entries.stream().map(Entry::series).toList();
        } finally {
            for (Entry entry : entries) {
                entry.contender.close();
            }
        }
    }

    private Sample turn(ContenderProcess contender, Workload workload, QueueKind kind)
            throws SQLException, IOException, TimeoutException {
        workload.prepare(rig);
        try (Backlog backlog = new Backlog(rig, kind)) {
            backlog.fill(workload.commands());
            Sample sample = contender.drain(rig, backlog.queue(), workload.expected());
            workload.check(rig);
            return sample;
        }
    }
}
