package dev.scale.app.http;

/** What somebody may do. */
enum Right {
    /** Look at everything. */
    READ,
    /** Replay and discard too. */
    CHANGE
}
