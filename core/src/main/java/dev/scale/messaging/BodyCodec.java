package dev.scale.messaging;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** Reads and writes the JSON body of one command type. Thread-safe. */
public interface BodyCodec<C> {

    /**
     * Reads a body. The JSON is known to be well formed and within the limits of {@link EnvelopeCodec}.
     *
     * @param parser stands before the body's first token; to be read to the body's end
     * @throws InvalidCommandException where the body is not one of this type; the command becomes a dead letter
     */
    C read(JsonParser parser);

    /** Writes a body as one JSON value. */
    void write(C body, JsonGenerator generator);
}
