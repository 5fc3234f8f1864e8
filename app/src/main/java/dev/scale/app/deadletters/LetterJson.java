package dev.scale.app.deadletters;

import dev.scale.messaging.store.DeadLetter;
import dev.scale.messaging.store.KeptLetter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Dead letters as JSON; ids as text, what is not known is left out. */
final class LetterJson {

    private LetterJson() {}

    /** The members of an object, without the body. */
    static void write(KeptLetter kept, JsonGenerator out) {
        DeadLetter letter = kept.letter();
        out.writeStringProperty("id", String.valueOf(kept.id()));
        out.writeStringProperty("queue", letter.queue());
        text(out, "message_id", letter.messageId());
        out.writeNumberProperty("try", letter.number());
        out.writeNumberProperty("attempt", letter.attempt());
        text(out, "type", letter.type());
        out.writeStringProperty("reason", letter.reason());
        out.writeStringProperty("dead_at", kept.deadAt().toString());
        text(
                out,
                "resolved_at",
                kept.resolvedAt() == null ? null : kept.resolvedAt().toString());
        text(out, "resolution", kept.resolution());
        out.writeObjectPropertyStart("headers");
        letter.headers().forEach(out::writeStringProperty);
        out.writeEndObject();
        out.writeNumberProperty("body_bytes", kept.bodyBytes());
    }

    private static void text(JsonGenerator out, String name, @Nullable String value) {
        if (value != null) {
            out.writeStringProperty(name, value);
        }
    }
}
