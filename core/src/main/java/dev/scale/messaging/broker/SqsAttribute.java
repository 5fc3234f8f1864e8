package dev.scale.messaging.broker;

import java.io.StringWriter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** All that travels beside a body, as the one message attribute that holds it: a JSON object of texts, in plain ASCII. */
final class SqsAttribute {

    /** The attribute's name; its data type is {@code String}. */
    static final String NAME = "scale";

    static final String TYPE = "String";

    /** Members beside the headers. */
    static final String MESSAGE_ID = "message-id";

    static final String BODY_ENCODING = "body-encoding";

    /** In ASCII there is no character that SQS would refuse or replace. */
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private SqsAttribute() {}

    static String write(OutgoingMessage message, Map<String, String> headers, SqsText text) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put(MESSAGE_ID, message.id());
        members.putAll(headers);
        members.put(MESSAGE_ID, message.id());
        members.remove(BODY_ENCODING);
        String encoding = text.encoding();
        if (encoding != null) {
            members.put(BODY_ENCODING, encoding);
        }
        StringWriter written = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(ObjectWriteContext.empty(), written)) {
            generator.writeStartObject();
            members.forEach(generator::writeStringProperty);
            generator.writeEndObject();
        }
        return written.toString();
    }

    /** The members that are text or numbers; none where it is no such object. */
    static Map<String, String> read(String value) {
        Map<String, String> members = new HashMap<>();
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), value)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Map.of();
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                JsonToken token = parser.nextToken();
                if (token == JsonToken.VALUE_STRING || token.isNumeric()) {
                    members.put(name, parser.getString());
                } else {
                    parser.skipChildren();
                }
            }
            return members;
        } catch (JacksonException noJson) {
            return Map.of();
        }
    }
}
