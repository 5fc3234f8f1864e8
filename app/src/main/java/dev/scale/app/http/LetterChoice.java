package dev.scale.app.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Which dead letters somebody wants to change: {@code {"ids": ["1", …]}}, or {@code {"all": true, "type": …, "cause": …}}
 * with one of the two, both or neither.
 */
record LetterChoice(List<Long> ids, boolean all, Optional<String> type, Optional<String> cause) {

    private static final int MOST_IDS = 500;

    static LetterChoice parse(String json) {
        List<Long> ids = new ArrayList<>();
        boolean all = false;
        @Nullable String type = null;
        @Nullable String cause = null;
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
            require(parser.nextToken() == JsonToken.START_OBJECT);
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String member = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (member) {
                    case "ids" -> {
                        require(value == JsonToken.START_ARRAY);
                        while (parser.nextToken() != JsonToken.END_ARRAY) {
                            ids.add(Parameters.id(parser.getString()));
                        }
                    }
                    case "all" -> all = value == JsonToken.VALUE_TRUE;
                    case "type" -> type = value == JsonToken.VALUE_NULL ? null : parser.getString();
                    case "cause" -> cause = value == JsonToken.VALUE_NULL ? null : parser.getString();
                    default -> require(false);
                }
            }
        } catch (JacksonException e) {
            throw wrong();
        }
        require(ids.isEmpty() == all && ids.size() <= MOST_IDS);
        return new LetterChoice(ids, all, Optional.ofNullable(type), Optional.ofNullable(cause));
    }

    private static void require(boolean right) {
        if (!right) {
            throw wrong();
        }
    }

    private static Refusal wrong() {
        return new Refusal(
                400,
                "expected is {\"ids\": [\"1\", …]} with at most " + MOST_IDS
                        + " ids, or {\"all\": true}, which \"type\" and \"cause\" may narrow");
    }
}
