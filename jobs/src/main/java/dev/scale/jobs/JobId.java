package dev.scale.jobs;

import com.github.f4b6a3.tsid.TsidCreator;

/** Ids of jobs: 64 bits, chosen by the sender, so that it can speak of a job before anybody has stored it. */
public final class JobId {

    private JobId() {}

    /** A new id, which sorts by time and is unique without asking anybody (a TSID). Thread-safe. */
    public static long next() {
        return TsidCreator.getTsid1024().toLong();
    }
}
