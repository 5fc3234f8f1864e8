package dev.scale.messaging.store;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a handler process has ended of one command type since its start.
 *
 * @param commands all of them
 * @param failed attempts that failed, whether another one follows or not, and refusals
 * @param deadLetters those that were given up
 * @param seconds that their handling took, up to the commit: of a batch each command has an equal share
 * @param perSecond ended a second, lately
 * @param lastError why the last one failed; null where none did
 * @param sinceLastError how long ago that was
 */
public record TypeLoad(
        long commands,
        long failed,
        long deadLetters,
        double seconds,
        double perSecond,
        @Nullable String lastError,
        @Nullable Duration sinceLastError) {

    /** The same without the age of the last error. */
    public TypeLoad untimed() {
        return new TypeLoad(commands, failed, deadLetters, seconds, perSecond, lastError, null);
    }

    /** As one JSON object with a member for each command type. */
    static String json(Map<String, TypeLoad> types) {
        StringBuilder json = new StringBuilder("{");
        types.forEach((type, load) -> {
            json.append(json.length() == 1 ? "" : ",");
            StoredText.quote(json, StoredText.sanitize(type));
            json.append(":{\"commands\":").append(load.commands);
            json.append(",\"failed\":").append(load.failed);
            json.append(",\"dead_letters\":").append(load.deadLetters);
            json.append(",\"seconds\":").append(load.seconds);
            json.append(",\"per_second\":").append(load.perSecond);
            if (load.lastError != null && load.sinceLastError != null) {
                json.append(",\"last_error\":");
                StoredText.quote(json, StoredText.sanitize(load.lastError));
                json.append(",\"error_age\":").append(load.sinceLastError.toMillis() / 1e3);
            }
            json.append('}');
        });
        return json.append('}').toString();
    }
}
