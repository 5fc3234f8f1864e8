package dev.scale.app.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * The body of a request that changes something: one JSON object, whose members are texts, numbers, booleans, or lists of
 * texts and numbers. A null is as good as nothing; whatever else is not expected is refused, since it was meant to mean something.
 */
final class Members {

    private final Map<String, String> scalars = new HashMap<>();
    private final Map<String, List<String>> lists = new HashMap<>();
    private final Map<String, Boolean> booleans = new HashMap<>();
    private final Set<String> read = new HashSet<>();
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
            throw new Refusal(400, "that is not JSON" + place(e.getLocation()) + "; expected is " + expected);
        }
        return members;
    }

    private static String place(@Nullable TokenStreamLocation location) {
        return location == null ? "" : ", at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private void read(String name, JsonParser parser) {
        require(read.add(name));
        JsonToken value = parser.nextToken();
        if (value == JsonToken.START_ARRAY) {
            List<String> texts = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                texts.add(textOrNumber(parser));
            }
            lists.put(name, texts);
        } else if (value == JsonToken.VALUE_TRUE || value == JsonToken.VALUE_FALSE) {
            booleans.put(name, value == JsonToken.VALUE_TRUE);
        } else if (value != JsonToken.VALUE_NULL) {
            scalars.put(name, textOrNumber(parser));
        }
    }

    private String textOrNumber(JsonParser parser) {
        JsonToken value = parser.currentToken();
        require(value == JsonToken.VALUE_STRING || (value != null && value.isNumeric()));
        return parser.getString();
    }

    /** Empty where there is none. */
    List<String> list(String name) {
        require(!scalars.containsKey(name) && !booleans.containsKey(name));
        return lists.getOrDefault(name, List.of());
    }

    Optional<String> text(String name) {
        require(!lists.containsKey(name) && !booleans.containsKey(name));
        return Optional.ofNullable(scalars.get(name));
    }

    boolean isTrue(String name) {
        require(!lists.containsKey(name) && !scalars.containsKey(name));
        return booleans.getOrDefault(name, false);
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
