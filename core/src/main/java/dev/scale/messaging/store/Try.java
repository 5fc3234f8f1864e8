package dev.scale.messaging.store;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * One try of a command, the key of inbox and outbox.
 *
 * @param messageId the command's message id
 * @param number the try's number, from 1
 * @param bodySha256 tells the same try from another command under the same id
 */
public record Try(String messageId, int number, byte[] bodySha256) implements Comparable<Try> {

    /** The SHA-256 of a body. */
    public static byte[] sha256(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Whether both have the same key, and the same body under it. */
    public boolean sameAs(Try other) {
        return compareTo(other) == 0 && Arrays.equals(bodySha256, other.bodySha256);
    }

    /** By key: the order in which tries are claimed, the same in every process. */
    @Override
    public int compareTo(Try other) {
        int byId = messageId.compareTo(other.messageId);
        return byId != 0 ? byId : Integer.compare(number, other.number);
    }
}
