package dev.scale.messaging;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Records by Jackson's databind. The only class that links databind, so that programs with codecs of their own need not have it. */
final class RecordCodec<C extends Record> implements BodyCodec<C> {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private final Class<C> type;

    RecordCodec(Class<C> type) {
        this.type = type;
    }

    @Override
    public C read(JsonParser parser) {
        try {
            return MAPPER.readValue(parser, type);
        } catch (JacksonException e) {
            throw new InvalidCommandException(
                    "body is not a " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
        }
    }

    @Override
    public void write(C body, JsonGenerator generator) {
        MAPPER.writeValue(generator, body);
    }
}
