package dev.scale.messaging.store;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A parsed database URL: {@code postgres://} or {@code postgresql://} (both
 * {@code user:password@host:port/database?option=value}), or {@code jdbc:postgresql:}.
 *
 * <p>The user information goes up to the last {@code @} before the options; {@code %XX} in it is decoded once and
 * {@code +} is kept. Options of the first two have libpq's names, such as {@code connect_timeout}, or the driver's; one that
 * would have no effect is refused. Of several hosts ({@code host1:5432,host2:5432}) the one that takes writes is used, unless an
 * option says otherwise ({@code target_session_attrs}, {@code targetServerType}).
 *
 * @param jdbcUrl for the driver, without user and password
 * @param user absent: what the driver takes by default
 * @param password absent where it comes from elsewhere
 */
public record DatabaseUrl(String jdbcUrl, Optional<String> user, Optional<String> password) {

    private static final String JDBC = "jdbc:postgresql:";

    /** Throws IllegalArgumentException with one line that never shows the password. */
    public static DatabaseUrl parse(String text) {
        String trimmed = text.strip();
        if (trimmed.startsWith(JDBC)) {
            if (trimmed.replaceFirst("\\?.*", "").contains("@")) {
                throw new IllegalArgumentException("a jdbc:postgresql: database URL names user and password as options:"
                        + " jdbc:postgresql://host:5432/name?user=…&password=…");
            }
            return extractUser(trimmed, false, Optional.empty(), Optional.empty());
        }
        for (String scheme : List.of("postgres://", "postgresql://")) {
            if (trimmed.startsWith(scheme)) {
                return ofPostgresUrl(trimmed.substring(scheme.length()));
            }
        }
        throw new IllegalArgumentException(
                "the database URL must start with postgres://, postgresql:// or jdbc:postgresql:");
    }

    private static DatabaseUrl ofPostgresUrl(String rest) {
        int options = rest.indexOf('?');
        int slash = rest.indexOf('/');
        // A question mark before the path stands in the password.
        boolean inPassword = options >= 0 && slash > options;
        int at = rest.lastIndexOf('@', options < 0 || inPassword ? rest.length() : options);
        Optional<String> user = Optional.empty();
        Optional<String> password = Optional.empty();
        if (at >= 0) {
            String userInfo = rest.substring(0, at);
            int colon = userInfo.indexOf(':');
            user = Optional.of(decode(colon < 0 ? userInfo : userInfo.substring(0, colon)));
            password = colon < 0 ? Optional.empty() : Optional.of(decode(userInfo.substring(colon + 1)));
        }
        String place = rest.substring(at + 1);
        if (place.isEmpty() || place.startsWith("/") || place.startsWith("?")) {
            throw new IllegalArgumentException("the database URL has no host: postgres://user:password@host:5432/name");
        }
        // the driver takes a plus sign for a space
        int query = place.indexOf('?');
        String server = query < 0 ? place : place.substring(0, query);
        return extractUser(
                JDBC + "//" + server.replace("+", "%2B") + place.substring(server.length()), true, user, password);
    }

    /** Options may hold user and password; out with them, so that the URL can be shown. */
    private static DatabaseUrl extractUser(
            String url, boolean libpq, Optional<String> user, Optional<String> password) {
        int question = url.indexOf('?');
        String server = question < 0 ? url : url.substring(0, question);
        DatabaseOptions options = new DatabaseOptions();
        if (server.contains(",")) {
            options.addJdbc("targetServerType", "primary");
        }
        for (String option :
                question < 0 ? new String[0] : url.substring(question + 1).split("&")) {
            int equals = option.indexOf('=');
            String name = equals < 0 ? option : option.substring(0, equals);
            String value = equals < 0 ? "" : option.substring(equals + 1);
            if (name.equals("user")) {
                user = Optional.of(decode(value));
            } else if (name.equals("password")) {
                password = Optional.of(decode(value));
            } else if (libpq && !name.isEmpty()) {
                options.addLibpq(name, decode(value));
            } else if (!name.isEmpty()) {
                options.addJdbc(name, decode(value.replace('+', ' ')));
            }
        }
        return new DatabaseUrl(server + options.query(), user, password);
    }

    /** Whether the URL itself has this option of the driver's. */
    boolean has(String option) {
        return jdbcUrl.matches("[^?]*\\?(.*&)?" + option + "=.*");
    }

    private static String decode(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < raw.length; i++) {
            int high = raw[i] == '%' && i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(raw[i + 2], 16);
            if (low < 0) {
                bytes.write(raw[i]);
            } else {
                bytes.write(high * 16 + low);
                i += 2;
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Where the database is, for people: no user, password or options. */
    public String place() {
        int question = jdbcUrl.indexOf('?');
        return jdbcUrl.substring("jdbc:".length(), question < 0 ? jdbcUrl.length() : question);
    }

    /** Shows the place and never a secret. */
    @Override
    public String toString() {
        return place();
    }
}
