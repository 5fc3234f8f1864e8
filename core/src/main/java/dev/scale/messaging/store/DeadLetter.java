package dev.scale.messaging.store;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A command to be given up.
 *
 * @param queue where it came from
 * @param messageId absent where a foreign client gave none
 * @param number of the try
 * @param attempt number of the attempt
 * @param type absent where the command could not be read
 * @param body as it came, or only the remainder that could not be applied
 * @param headers what came beside the body
 * @param reason for people
 */
public record DeadLetter(
        String queue,
        @Nullable String messageId,
        int number,
        int attempt,
        @Nullable String type,
        byte[] body,
        Map<String, String> headers,
        String reason) {}
