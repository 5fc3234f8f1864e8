package dev.scale.jobs;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;

/** Cuts from a command's JSON what only a part of its jobs needs; everything else stays, unknown members included. */
final class Remainder {

    /**
     * An element that is kept.
     *
     * @param exeNum a number for an element that has none; empty: the element stays as it is
     */
    record Part(OptionalInt exeNum) {

        static final Part AS_IT_IS = new Part(OptionalInt.empty());

        static Part numbered(int exeNum) {
            return new Part(OptionalInt.of(exeNum));
        }
    }

    private final JsonParser parser;
    private final JsonGenerator generator;
    private final Set<String> lists;
    private final Map<Integer, Part> kept;
    private int position;
    private boolean changed;

    private Remainder(JsonParser parser, JsonGenerator generator, Set<String> lists, Map<Integer, Part> kept) {
        this.parser = parser;
        this.generator = generator;
        this.lists = lists;
        this.kept = kept;
    }

    /**
     * The body with only the chosen elements of its arrays that list jobs.
     *
     * @param body of a command that was read as one of ours
     * @param kept the elements to keep, by their positions, counted from 0 through all the arrays
     * @return null where that is the whole body
     */
    static byte @Nullable [] of(JobCommand command, byte[] body, Map<Integer, Part> kept) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length);
        try (JsonParser parser = FreeJson.FACTORY.createParser(ObjectReadContext.empty(), body);
                JsonGenerator generator = FreeJson.FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            Remainder remainder = new Remainder(parser, generator, listsOf(command), kept);
            parser.nextToken();
            remainder.copyObject(groupsOf(command));
            if (!remainder.changed) {
                return null;
            }
        }
        return bytes.toByteArray();
    }

    /** The array whose elements hold the arrays that list jobs; null where the body itself holds them. */
    private static @Nullable String groupsOf(JobCommand command) {
        if (command instanceof RunningJobs) {
            return "nodes";
        }
        return command instanceof FailedJobs ? "errors" : null;
    }

    /** Names of the arrays that list jobs. */
    private static Set<String> listsOf(JobCommand command) {
        if (command instanceof CancelJobs) {
            return Set.of("jobs", "job_ids");
        }
        return Set.of(command instanceof CreateJobExeEnds ? CreateJobExeEnds.LIST : "jobs");
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
            } else if (array && groups == null && lists.contains(member)) {
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
            Part part = kept.get(position++);
            if (part == null) {
                parser.skipChildren();
                changed = true;
            } else if (part.exeNum().isPresent()) {
                copyNumbered(part.exeNum().getAsInt());
                changed = true;
            } else {
                FreeJson.copyValue(parser, generator);
            }
        }
        generator.writeEndArray();
    }

    private void copyNumbered(int exeNum) {
        generator.writeStartObject();
        if (parser.hasToken(JsonToken.START_OBJECT)) {
            for (String member = parser.nextName(); member != null; member = parser.nextName()) {
                parser.nextToken();
                if (!member.equals("exe_num")) {
                    generator.writeName(member);
                    FreeJson.copyValue(parser, generator);
                } else {
                    parser.skipChildren();
                }
            }
        } else {
            generator.writeName("id");
            FreeJson.copyValue(parser, generator);
        }
        generator.writeNumberProperty("exe_num", exeNum);
        generator.writeEndObject();
    }
}
