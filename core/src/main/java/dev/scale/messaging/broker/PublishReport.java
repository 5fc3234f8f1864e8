package dev.scale.messaging.broker;

import java.util.List;

/**
 * What became of the messages of one publish; each, the very object given, is in exactly
 * one list, in the order given.
 *
 * @param confirmed the broker has taken responsibility for these
 * @param unconfirmed the broker's word is missing for these
 */
public record PublishReport(List<OutgoingMessage> confirmed, List<Unconfirmed> unconfirmed) {

    /** Why a message is not confirmed. */
    public enum Cause {
        /** The broker was away, blocked, slow, or has no such queue: the message is not to blame; send it again later. */
        OUTAGE,
        /** The broker will never take this message, for example because it is too large. */
        REFUSED
    }

    /** One message that is not confirmed, with the reason in words. */
    public record Unconfirmed(OutgoingMessage message, Cause cause, String reason) {

        static final String CLOSED = "the broker object is closed";

        static Unconfirmed tooLarge(OutgoingMessage message, int maxBody) {
            return new Unconfirmed(
                    message,
                    Cause.REFUSED,
                    "message '" + message.id() + "' has " + message.body().length + " bytes, and at most " + maxBody
                            + " can be sent");
        }

        static Unconfirmed tooLargeFor(String place, OutgoingMessage message, int largest) {
            return new Unconfirmed(
                    message,
                    Cause.REFUSED,
                    "message '" + message.id() + "' has " + message.body().length + " bytes, and the broker at " + place
                            + " takes at most " + largest + "; raise its max_message_size or send less");
        }

        static Unconfirmed closed(OutgoingMessage message) {
            return new Unconfirmed(message, Cause.OUTAGE, CLOSED);
        }
    }
}
