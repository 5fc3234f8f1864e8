package dev.scale.app.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The body of a request that changes something: one JSON object, whose members are texts, numbers, booleans or lists of
 * them. A null is as good as nothing; what nobody expects is refused, since it was meant to mean something.
 */
final class Members {

    /** Before a boolean, so that no text can be taken for one. */
    private static final String BOOLEAN = "boolean \u0000";

    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private final String expected;

    private Members(String expected) {
        this.expected = expected;
    }

    /**
     * Reads it.
     *
     * @param names the members that there may be
     * @param expected told to those who send something else
     */
    static Members parse(String json, Set<String> names, String expected) {
        Members members = new Members(expected);
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
            members.require(parser.nextToken() == JsonToken.START_OBJECT);
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                members.require(names.contains(name));
                members.read(name, parser);
            }
            members.require(parser.nextToken() == null);
        } catch (JacksonException e) {
            throw members.wrong();
        }
        return members;
    }

    private void read(String name, JsonParser parser) {
        List<String> texts = new ArrayList<>();
        JsonToken value = parser.nextToken();
        if (value == JsonToken.VALUE_NULL) {
            return;
        }
        if (value == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                require(parser.currentToken().isScalarValue());
                texts.add(parser.getString());
            }
        } else {
            require(value != null && value.isScalarValue());
            texts.add(value.isBoolean() ? BOOLEAN + value : parser.getString());
        }
        values.put(name, texts);
    }

    List<String> list(String name) {
        return values.getOrDefault(name, List.of());
    }

    Optional<String> text(String name) {
        return list(name).stream().findFirst();
    }

    boolean isTrue(String name) {
        return text(name).equals(Optional.of(BOOLEAN + JsonToken.VALUE_TRUE));
    }

    void require(boolean right) {
        if (!right) {
            throw wrong();
        }
    }

    Refusal wrong() {
        return new Refusal(400, "expected is " + expected);
    }
}
