package dev.scale.acceptance.broker.sqs;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How a request ends for its sender. */
sealed interface SqsReply {

    /**
     * An answer.
     *
     * @param queryError the header that carries the error code of the older protocol
     */
    record Answer(int status, byte[] body, @Nullable String queryError) implements SqsReply {

        static Answer ok(ObjectNode body) {
            return new Answer(200, bytes(body), null);
        }

        static Answer error(SqsError error) {
            ObjectNode body = JsonNodeFactory.instance
                    .objectNode()
                    .put("__type", error.type())
                    .put("message", error.message());
            return new Answer(error.status(), bytes(body), error.code() + (error.sender() ? ";Sender" : ";Receiver"));
        }

        private static byte[] bytes(ObjectNode body) {
            return body.toString().getBytes(StandardCharsets.UTF_8);
        }
    }

    /** The connection ends without an answer. */
    record Cut() implements SqsReply {}

    /** Nothing comes until the fault is healed; then the connection ends. */
    record Silence() implements SqsReply {}
}
