package dev.scale.messaging;

import java.util.Objects;

/** Carries what a handler threw out of its transaction. */
final class HandlerFailure extends RuntimeException {

    HandlerFailure(Throwable cause) {
        super(cause);
    }

    Throwable thrown() {
        return Objects.requireNonNull(getCause());
    }
}
