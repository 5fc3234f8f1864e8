package dev.scale.messaging.broker;

/** A user (or access key id) with its password (or secret access key). */
public record Credentials(String user, String password) {

    /** Shows the user and never the password. */
    @Override
    public String toString() {
        return user + ":****";
    }
}
