package dev.scale.jobs;

import dev.scale.messaging.BodyCodec;
import dev.scale.messaging.CommandType;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** A test aid: any JSON value, which is sent on in one {@link Echo} as a follow-up. */
public record Chain(String json) implements TestAid {

    public static final CommandType<Chain> TYPE = CommandType.of("chain", new Codec());

    private static final class Codec implements BodyCodec<Chain> {

        @Override
        public Chain read(JsonParser parser) {
            parser.nextToken();
            return new Chain(FreeJson.read(parser));
        }

        @Override
        public void write(Chain body, JsonGenerator out) {
            FreeJson.write(body.json(), out);
        }
    }
}
