package dev.scale.benchmarks.scenarios;

import java.util.ArrayList;
import java.util.List;

/** Contestants that take turns, so that what changes on the machine falls to all of them; the first turns warm up and do not count. */
final class Turns {

    private final Rig rig;
    private final int rounds;
    private final int warmUps;
    private final List<Entry> entries = new ArrayList<>();

    private record Entry(Contestant contestant, List<Sample> samples) {

        Series series() {
            return new Series(contestant.name(), contestant.configuration(), contestant.items(), samples);
        }
    }

    Turns(Rig rig, int warmUps, int rounds) {
        this.rig = rig;
        this.warmUps = warmUps;
        this.rounds = rounds;
    }

    Turns add(Contestant contestant) {
        entries.add(new Entry(contestant, new ArrayList<>()));
        return this;
    }

    /** A contender that drains what is waiting. */
    Turns add(ContenderProcess contender, Workload workload) {
        return add(new Draining(rig, contender, workload));
    }

    /** Ends the contestants too. */
    List<Series> over(QueueKind kind) throws Exception {
        try {
            for (int round = 1 - warmUps; round <= rounds; round++) {
                for (Entry entry : entries) {
                    Sample sample = entry.contestant.turn(kind);
                    Progress.turn(entry.contestant.name(), kind.option(), round, entry.contestant.items(), sample);
                    if (round > 0) {
                        entry.samples.add(sample);
                    }
                }
            }
            return entries.stream().map(Entry::series).toList();
        } finally {
            for (Entry entry : entries) {
                entry.contestant.close();
            }
        }
    }
}
