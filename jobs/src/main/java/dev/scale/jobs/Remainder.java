package dev.scale.jobs;

import java.io.ByteArrayOutputStream;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;

/** Cuts from a command's JSON what only a part of its jobs needs; everything else stays, unknown members included. */
final class Remainder {

    private final JsonParser parser;
    private final JsonGenerator generator;
    private final Set<Integer> kept;
    private int position;
    private boolean cut;

    private Remainder(JsonParser parser, JsonGenerator generator, Set<Integer> kept) {
        this.parser = parser;
        this.generator = generator;
        this.kept = kept;
    }

    /**
     * The body with only the chosen elements of its {@code jobs} arrays.
     *
     * @param body of a command that was read as one of ours
     * @param kept positions of the elements to keep, counted from 0 through all the arrays
     * @return null where that is the whole body
     */
    static byte @Nullable [] of(JobCommand command, byte[] body, Set<Integer> kept) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length);
        try (JsonParser parser = FreeJson.FACTORY.createParser(ObjectReadContext.empty(), body);
                JsonGenerator generator = FreeJson.FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            Remainder remainder = new Remainder(parser, generator, kept);
            parser.nextToken();
            remainder.copyObject(groupsOf(command));
            if (!remainder.cut) {
                return null;
            }
        }
        return bytes.toByteArray();
    }

    /** The array whose elements hold the {@code jobs} arrays; null where the body itself holds one. */
    private static @Nullable String groupsOf(JobCommand command) {
        if (command instanceof RunningJobs) {
            return "nodes";
        }
        return command instanceof FailedJobs ? "errors" : null;
    }

    private void copyObject(@Nullable String groups) {
        generator.writeStartObject();
        for (String member = parser.nextName(); member != null; member = parser.nextName()) {
            generator.writeName(member);
            parser.nextToken();
            boolean array = parser.hasToken(JsonToken.START_ARRAY);
            if (array && member.equals(groups)) {
                generator.writeStartArray();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    copyObject(null);
                }
                generator.writeEndArray();
            } else if (array && groups == null && member.equals("jobs")) {
                copyChosen();
            } else {
                FreeJson.copyValue(parser, generator);
            }
        }
        generator.writeEndObject();
    }

    private void copyChosen() {
        generator.writeStartArray();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (kept.contains(position++)) {
                FreeJson.copyValue(parser, generator);
            } else {
                parser.skipChildren();
                cut = true;
            }
        }
        generator.writeEndArray();
    }
}
