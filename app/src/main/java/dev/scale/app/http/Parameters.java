package dev.scale.app.http;

import io.javalin.http.Context;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What stands in the address of a request. */
final class Parameters {

    private Parameters() {}

    static Optional<String> text(Context request, String name) {
        return Optional.ofNullable(request.queryParam(name)).filter(text -> !text.isBlank());
    }

    static Optional<Long> id(Context request, String name) {
        return text(request, name).map(text -> id(text));
    }

    /** A 64-bit id. */
    static long id(@Nullable String text) {
        try {
            return Long.parseLong(String.valueOf(text).strip());
        } catch (NumberFormatException e) {
            throw new Refusal(400, "an id is a whole number of 64 bits");
        }
    }
}
