package dev.scale.jobs;

import dev.scale.messaging.store.StoredText;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** JSON of any form that is stored and not understood: copied token by token, numbers digit for digit. */
final class FreeJson {

    static final JsonFactory FACTORY = new JsonFactory();

    private FreeJson() {}

    /**
     * Reads the current value as text fit for jsonb.
     *
     * @param parser at the value's first token; afterwards at its last
     */
    static String read(JsonParser parser) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            int open = 0;
            while (true) {
                JsonToken token = parser.currentToken();
                open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (token == JsonToken.VALUE_STRING) {
                    generator.writeString(StoredText.sanitize(parser.getString()));
                } else if (token == JsonToken.PROPERTY_NAME) {
                    generator.writeName(StoredText.sanitize(parser.currentName()));
                } else {
                    copyToken(parser, generator);
                }
                if (open == 0) {
                    break;
                }
                parser.nextToken();
            }
        }
        return text.toString();
    }

    /** Writes JSON text as a value; throws IllegalArgumentException where it is not one JSON value. */
    static void write(String json, JsonGenerator generator) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new IllegalArgumentException("no JSON value in '" + json + "'");
            }
            copyValue(parser, generator);
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("more than one JSON value in an input or output");
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException("an input or output is not JSON" + place(e.getLocation()), e);
        }
    }

    private static String place(@Nullable TokenStreamLocation location) {
        return location == null ? "" : ", at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    /** Copies the current value; leaves the parser at its last token. */
    static void copyValue(JsonParser parser, JsonGenerator generator) {
        int open = 0;
        while (true) {
            JsonToken token = parser.currentToken();
            open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            copyToken(parser, generator);
            if (open == 0) {
                return;
            }
            parser.nextToken();
        }
    }

    /** Copies the current token; a number as it is written, since any other way would change some of them. */
    static void copyToken(JsonParser parser, JsonGenerator generator) {
        if (parser.currentToken().isNumeric()) {
            generator.writeNumber(parser.getString());
        } else {
            generator.copyCurrentEvent(parser);
        }
    }
}
