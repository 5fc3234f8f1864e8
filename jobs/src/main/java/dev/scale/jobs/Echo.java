package dev.scale.jobs;

import dev.scale.messaging.BodyCodec;
import dev.scale.messaging.CommandType;
import dev.scale.messaging.Received;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** A test aid: any JSON value, which the handler writes to the log. */
public record Echo(String json) implements TestAid {

    public static final CommandType<Echo> TYPE = CommandType.of("echo", new Codec());

    private static final Logger log = LoggerFactory.getLogger(Echo.class);
    private static final int MOST_SHOWN = 200;

    void log(Received<?> command) {
        String shown = json.length() <= MOST_SHOWN ? json : json.substring(0, MOST_SHOWN) + "…";
        log.info("echo {}: {} bytes: {}", command.id(), command.envelope().body().length, shown);
    }

    private static final class Codec implements BodyCodec<Echo> {

        @Override
        public Echo read(JsonParser parser) {
            parser.nextToken();
            return new Echo(FreeJson.read(parser));
        }

        @Override
        public void write(Echo body, JsonGenerator out) {
            FreeJson.write(body.json(), out);
        }
    }
}
