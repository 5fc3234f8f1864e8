package dev.scale.messaging.broker;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A parsed {@code SCALE_BROKER_URL}: {@code transport://[userid:password@]hostname[:port]//}.
 *
 * <p>The grammar is the one that the documented {@code //} comes from, not that of {@link java.net.URI}: what stands
 * before the last {@code @} is user and password, split at the first colon, so that a password may hold {@code /},
 * {@code +}, {@code :} and {@code @} as they are. A valid {@code %XX} is decoded once; a {@code %} that starts no valid
 * sequence is kept. Several hosts are separated by commas. The rest is the virtual host: nothing, {@code /} and
 * {@code //} mean {@code /}, and {@code /name} means {@code name}.
 *
 * @param scheme in lower case
 * @param credentials absent where the URL has none; the password is empty where only a user is given
 * @param hosts at least one; for {@code sqs} the single host is the region
 * @param virtualHost AMQP virtual host, {@code /} by default
 */
public record BrokerUrl(String scheme, Optional<Credentials> credentials, List<Host> hosts, String virtualHost) {

    /**
     * A host.
     *
     * @param name name or address, without brackets
     * @param port the scheme's default where the URL has none; 0 where the scheme has none
     */
    public record Host(String name, int port) {

        /** The form used in URLs and messages: {@code name:port}, with brackets around an IPv6 address. */
        @Override
        public String toString() {
            String bracketed = name.contains(":") ? "[" + name + "]" : name;
            return port == 0 ? bracketed : bracketed + ":" + port;
        }
    }

    public BrokerUrl {
        hosts = List.copyOf(hosts);
    }

    /** Parses; throws {@link BrokerException.Misconfigured} with one line that never shows the secret. */
    public static BrokerUrl parse(String text) {
        return new BrokerUrlParser(text).parse();
    }

    /** Where the broker is, for people: hosts, ports and virtual host, without user and password. */
    public String place() {
        return isAmqp(scheme) ? hostList() + ", virtual host " + printable(virtualHost) : hostList();
    }

    /** A URL again, with {@code ****} for the password. */
    @Override
    public String toString() {
        String user = credentials
                .map(known -> printable(known.user()) + (known.password().isEmpty() ? "@" : ":****@"))
                .orElse("");
        return scheme + "://" + user + hostList() + "/" + printable(virtualHost);
    }

    static boolean isAmqp(String scheme) {
        return scheme.equals("amqp") || scheme.equals("amqps");
    }

    private String hostList() {
        return hosts.stream().map(Host::toString).collect(Collectors.joining(","));
    }

    /** Percent-encodes what would read as another part of the URL, or break a line of a log. */
    private static String printable(String text) {
        StringBuilder printed = new StringBuilder();
        text.codePoints().forEach(character -> {
            if (Character.isLetterOrDigit(character) || "-._~/+=!$&'()*;".indexOf(character) >= 0) {
                printed.appendCodePoint(character);
            } else {
                for (byte unit : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
                    printed.append(String.format("%%%02X", unit));
                }
            }
        });
        return printed.toString();
    }
}
