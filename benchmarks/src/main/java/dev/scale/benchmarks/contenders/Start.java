package dev.scale.benchmarks.contenders;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The start of one execution, as {@code running_jobs} tells it.
 *
 * @param started as it stands in the message: the database reads it
 */
record Start(long job, int exeNum, String node, String started) {

    private static final JsonFactory JSON = new JsonFactory();

    /** Adds what a message tells. Expects members in the order in which senders write them; knows no other type. */
    static void read(byte[] message, List<Start> into) {
        try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), message)) {
            String started = null;
            for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
                if (token == JsonToken.PROPERTY_NAME) {
                    switch (in.currentName()) {
                        case "type" -> requireRunningJobs(in.nextStringValue());
                        case "started" -> started = in.nextStringValue();
                        case "nodes" -> readNodes(in, present(started), into);
                        default -> {}
                    }
                }
            }
        }
    }

    private static void readNodes(JsonParser in, String started, List<Start> into) {
        String node = null;
        in.nextToken();
        for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
            if (token == JsonToken.PROPERTY_NAME) {
                switch (in.currentName()) {
                    case "id" -> node = in.nextStringValue();
                    case "jobs" -> readJobs(in, present(node), started, into);
                    default -> throw new IllegalArgumentException("unknown member " + in.currentName());
                }
            }
        }
    }

    private static void readJobs(JsonParser in, String node, String started, List<Start> into) {
        long job = 0;
        int exeNum = 0;
        in.nextToken();
        for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
            if (token == JsonToken.END_OBJECT) {
                into.add(new Start(job, exeNum, node, started));
            } else if (token == JsonToken.PROPERTY_NAME) {
                switch (in.currentName()) {
                    case "id" -> job = in.nextLongValue(0);
                    case "exe_num" -> exeNum = in.nextIntValue(0);
                    default -> throw new IllegalArgumentException("unknown member " + in.currentName());
                }
            }
        }
    }

    private static void requireRunningJobs(@Nullable String type) {
        if (!"running_jobs".equals(type)) {
            throw new IllegalArgumentException("not running_jobs: " + type);
        }
    }

    private static String present(@Nullable String value) {
        if (value == null) {
            throw new IllegalArgumentException("a member is missing or comes too late");
        }
        return value;
    }
}
