package dev.scale.app;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags of the commands that list: one page at a time, each beginning where the one before ended. */
public final class PageFlags {

    private static final int MOST = 10_000;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "Rows a page (${DEFAULT-VALUE}).")
    private int limit;

    @Option(
            names = "--after",
            paramLabel = "ID",
            description = "Begin after this one: the last of the page before (`next` in JSON).")
    private @Nullable Long after;

    public int limit() {
        if (limit < 1 || limit > MOST) {
            throw Failure.usage("--limit " + limit + ": a whole number from 1 to " + MOST + " is expected");
        }
        return limit;
    }

    public java.util.OptionalLong after() {
        return after == null ? java.util.OptionalLong.empty() : java.util.OptionalLong.of(after);
    }
}
