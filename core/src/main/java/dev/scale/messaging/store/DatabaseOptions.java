package dev.scale.messaging.store;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The options of a database URL. In {@code postgres://} URLs they have libpq's names (PostgreSQL manual, "Parameter Key
 * Words") or the driver's; they come out with the driver's. An option or a value that would have no effect is refused.
 */
final class DatabaseOptions {

    private static final Map<String, String> RENAMED = Map.of(
            "application_name", "ApplicationName",
            "channel_binding", "channelBinding",
            "gssencmode", "gssEncMode",
            "krbsrvname", "kerberosServerName",
            "require_auth", "requireAuth",
            "sslnegotiation", "sslNegotiation");

    /** What the driver does anyway. */
    private static final Map<String, Set<String>> ALREADY_SO = Map.of(
            "client_encoding", Set.of("utf8", "utf-8", "auto"), "sslcompression", Set.of("0"), "sslsni", Set.of("1"));

    private static final Map<String, String> REMEDIES = Map.of(
            "host", "write the host before the '?'",
            "hostaddr", "write the host before the '?'",
            "port", "write the port before the '?'",
            "dbname", "write the database's name before the '?'",
            "passfile", "set SCALE_DATABASE_PASSWORD_FILE to a file with the password alone",
            "target_session_attrs", "commands need a server that takes writes: any, read-write or primary",
            "ssl_min_protocol_version", "the JVM's security settings decide it",
            "client_encoding", "it is UTF8, always");

    private static final Set<String> SECONDS = Set.of("connectTimeout", "loginTimeout", "socketTimeout");
    private static final Set<String> LISTS = Set.of("requireAuth");

    /** The driver's own options, each with the values to choose from where they are few. */
    private static final Map<String, List<String>> KNOWN = known();

    private final Map<String, String> options = new LinkedHashMap<>();

    private static Map<String, List<String>> known() {
        try {
            Map<String, List<String>> known = new HashMap<>();
            String url = "jdbc:postgresql://host/name";
            for (DriverPropertyInfo property : DriverManager.getDriver(url).getPropertyInfo(url, null)) {
                known.put(property.name, property.choices == null ? List.of() : List.of(property.choices));
            }
            return Map.copyOf(known);
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "the PostgreSQL driver is not on the class path; add org.postgresql:postgresql", e);
        }
    }

    /** Takes one option with its decoded value. */
    void addLibpq(String name, String value) {
        if (RENAMED.containsKey(name)) {
            put(RENAMED.get(name), value);
        } else if (ALREADY_SO.containsKey(name)) {
            if (!ALREADY_SO.get(name).contains(value.toLowerCase(Locale.ROOT))) {
                throw refused(name);
            }
        } else {
            switch (name) {
                case "connect_timeout" -> {
                    put("connectTimeout", value);
                    put("loginTimeout", value);
                }
                case "keepalives" -> put("tcpKeepAlive", value.equals("0") ? "false" : "true");
                case "requiressl" -> put("sslmode", value.equals("1") ? "require" : "prefer");
                case "load_balance_hosts" -> put("loadBalanceHosts", oneOf(name, value, "random", "disable"));
                case "target_session_attrs" -> targetServer(value);
                case "sslrootcert" -> authorities(value);
                case "fallback_application_name" -> {} // for those that give no name, as we always do
                default -> addJdbc(name, value);
            }
        }
    }

    /** Takes one option with the driver's own name. */
    void addJdbc(String name, String value) {
        if (!KNOWN.containsKey(name)) {
            throw refused(name);
        }
        put(name, value);
    }

    private void put(String name, String value) {
        List<String> choices = KNOWN.getOrDefault(name, List.of());
        if (!choices.isEmpty() && !choices.contains(value) && !LISTS.contains(name)) {
            throw new IllegalArgumentException(
                    "the database URL's option " + name + " is none of " + String.join(", ", choices));
        }
        if (SECONDS.contains(name) && !value.matches("\\d{1,6}")) {
            throw new IllegalArgumentException("the database URL's option " + name + " is no number of seconds");
        }
        options.put(name, value);
    }

    private void targetServer(String value) {
        switch (value) {
            case "any" -> put("targetServerType", "any");
            case "read-write", "primary" -> put("targetServerType", "primary");
            default -> throw refused("target_session_attrs");
        }
    }

    private void authorities(String value) {
        if (value.equals("system")) {
            put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
            options.putIfAbsent("sslmode", "verify-full");
        } else {
            put("sslrootcert", value);
        }
    }

    private static String oneOf(String name, String value, String yes, String no) {
        if (!value.equals(yes) && !value.equals(no)) {
            throw refused(name);
        }
        return String.valueOf(value.equals(yes));
    }

    private static IllegalArgumentException refused(String name) {
        return new IllegalArgumentException("the database URL's option '" + name + "' cannot be used: "
                + REMEDIES.getOrDefault(name, "the driver has nothing like it, so take it out"));
    }

    /** As the driver reads them, with the question mark; empty where there are none. */
    String query() {
        StringBuilder query = new StringBuilder();
        options.forEach((name, value) -> query.append(query.isEmpty() ? '?' : '&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return query.toString();
    }
}
