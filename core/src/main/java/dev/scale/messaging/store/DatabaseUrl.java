package dev.scale.messaging.store;

import java.util.Optional;

/**
 * A parsed database URL: {@code postgres://}, {@code postgresql://} (both {@code user:password@host:port/database?option=value})
 * or {@code jdbc:postgresql:}.
 *
 * @param jdbcUrl without user and password
 */
public record DatabaseUrl(String jdbcUrl, Optional<String> user, Optional<String> password) {

    /** Throws IllegalArgumentException with one line that never shows the password. */
    public static DatabaseUrl parse(String text) {
        throw new UnsupportedOperationException(text);
    }
}
