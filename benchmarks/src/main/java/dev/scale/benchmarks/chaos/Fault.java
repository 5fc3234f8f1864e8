package dev.scale.benchmarks.chaos;

import java.util.Locale;

/** What a run does to the parts of the system. */
enum Fault {
    /** SIGKILL of a handler process, which is started again. */
    KILL_HANDLER,
    /** SIGKILL of the broker, which is started again over its data. */
    KILL_BROKER,
    /** SIGKILL of every process of the database server, which is started again over its data. */
    KILL_DATABASE,
    /** SIGSTOP of a handler process, the broker or the database server, and SIGCONT after some seconds. */
    FREEZE,
    /** Every connection to the broker or to the database is closed; new ones can be made at once. */
    CUT,
    /** The same with a reset (RST). */
    RESET,
    /** For some seconds every byte to and from the broker or the database is swallowed. */
    BLACKHOLE;

    /** The name as an option's value. */
    String option() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
