package dev.scale.jobs;

import dev.scale.messaging.BodyCodec;
import dev.scale.messaging.CommandType;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** A test aid: any JSON value; its handling always fails. */
public record Failing(String json) implements TestAid {

    public static final CommandType<Failing> TYPE = CommandType.of("failing", new Codec());

    private static final class Codec implements BodyCodec<Failing> {

        @Override
        public Failing read(JsonParser parser) {
            parser.nextToken();
            return new Failing(FreeJson.read(parser));
        }

        @Override
        public void write(Failing body, JsonGenerator out) {
            FreeJson.write(body.json(), out);
        }
    }
}
