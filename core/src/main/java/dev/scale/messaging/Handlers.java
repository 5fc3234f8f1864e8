package dev.scale.messaging;

import java.util.List;

/** The handler groups of a worker. */
public final class Handlers {

    private Handlers() {}

    /** Throws IllegalArgumentException where two groups share a name or a command type. */
    public static Handlers of(List<HandlerGroup<?>> groups) {
        throw new UnsupportedOperationException();
    }
}
