package dev.scale.app.http;

import java.util.Map;

/** Ends a request with a status and one line for people. */
final class Refusal extends RuntimeException {

    private final int status;
    private final transient Map<String, String> headers;

    Refusal(int status, String message) {
        this(status, message, Map.of());
    }

    Refusal(int status, String message, Map<String, String> headers) {
        super(message, null, false, false);
        this.status = status;
        this.headers = headers;
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }
}
