package dev.scale.messaging.broker;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Parses one broker URL. Messages quote nothing of the text behind {@code ://}: a password may have landed in any part of
 * a malformed URL. For the same reason no exception of the JDK, which would quote it, becomes a cause.
 */
final class BrokerUrlParser {

    private static final String FORM = "write it as transport://[userid:password@]hostname[:port]//";
    /** The virtual host is a short string of the protocol. */
    private static final int LONGEST_VIRTUAL_HOST = 255;

    private final String text;

    BrokerUrlParser(String text) {
        this.text = text.strip();
    }

    BrokerUrl parse() {
        if (text.isEmpty()) {
            throw wrong("is empty", FORM);
        }
        int colon = text.indexOf("://");
        if (colon < 1 || !text.substring(0, colon).matches("[A-Za-z][A-Za-z0-9+.-]*")) {
            throw wrong("does not start with a scheme such as amqp://", FORM);
        }
        String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
        String rest = text.substring(colon + 3);
        int at = rest.lastIndexOf('@');
        Optional<Credentials> credentials =
                at < 0 ? Optional.empty() : Optional.of(credentials(scheme, rest.substring(0, at)));
        String place = rest.substring(at + 1);
        int slash = place.indexOf('/') < 0 ? place.length() : place.indexOf('/');
        String path = place.substring(slash);
        List<BrokerUrl.Host> hosts = Arrays.stream(place.substring(0, slash).split(",", -1))
                .map(host -> host(scheme, host))
                .toList();
        if (BrokerUrl.isAmqp(scheme)) {
            return new BrokerUrl(scheme, credentials, hosts, virtualHost(path));
        }
        if (hosts.size() > 1) {
            throw wrong("names several hosts, and '" + scheme + "' takes one", FORM);
        }
        if (!path.chars().allMatch(character -> character == '/')) {
            throw wrong("has a path, and '" + scheme + "' takes none", "end it with //");
        }
        return new BrokerUrl(scheme, credentials, hosts, "/");
    }

    private static Credentials credentials(String scheme, String userInfo) {
        int colon = userInfo.indexOf(':');
        String user = PercentDecoder.decode(colon < 0 ? userInfo : userInfo.substring(0, colon));
        String password = colon < 0 ? "" : PercentDecoder.decode(userInfo.substring(colon + 1));
        if (scheme.equals("sqs") && (user.isEmpty() || password.isEmpty())) {
            throw wrong(
                    "has an empty access key or secret before the '@'",
                    "give both, or leave them and the '@' out to use the AWS default credentials");
        }
        if (user.isEmpty()) {
            throw wrong("has an empty user before the '@'", "give a user, or leave the '@' out");
        }
        return new Credentials(user, password);
    }

    private static BrokerUrl.Host host(String scheme, String text) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            String address = end < 0 ? "" : PercentDecoder.decode(text.substring(1, end));
            if (!address.matches("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9._-]+)?")) {
                throw wrong("has no IPv6 address in its brackets", "write it like [fd00::1]");
            }
            return new BrokerUrl.Host(address, port(scheme, text.substring(end + 1)));
        }
        int colon = text.indexOf(':');
        if (colon != text.lastIndexOf(':')) {
            throw wrong(
                    "has more than one colon in its host",
                    "put brackets around an IPv6 address, like [fd00::1]:5672, and '@' after a password");
        }
        String name = colon < 0 ? text : text.substring(0, colon);
        if (name.isEmpty()) {
            throw wrong(scheme.equals("sqs") ? "names no region" : "names no host", FORM);
        }
        if (!name.chars().allMatch(letter -> Character.isLetterOrDigit(letter) || "._-".indexOf(letter) >= 0)) {
            throw wrong(
                    "has a character in its host that no host name has",
                    "separate several hosts by commas, and '@' after a password");
        }
        return new BrokerUrl.Host(name, port(scheme, colon < 0 ? "" : text.substring(colon)));
    }

    private static int port(String scheme, String text) {
        if (text.isEmpty()) {
            return switch (scheme) {
                case "amqp" -> 5672;
                case "amqps" -> 5671;
                default -> 0;
            };
        }
        if (scheme.equals("sqs")) {
            throw wrong("has a port after the region", "end it with //, and put '@' after a secret");
        }
        int port = text.matches(":[0-9]{1,5}") ? Integer.parseInt(text.substring(1)) : 0;
        if (port < 1 || port > 65_535) {
            throw wrong("has a port that is no number from 1 to 65535", FORM);
        }
        return port;
    }

    private static String virtualHost(String path) {
        if (path.contains("?")) {
            throw wrong("has a '?' after its host, and takes no options", "write a '?' in a virtual host as %3F");
        }
        if (path.length() < 2 || path.equals("//")) {
            return "/";
        }
        String name = PercentDecoder.decode(path.substring(1));
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_VIRTUAL_HOST) {
            throw wrong("has a virtual host of more than 255 bytes", "name an existing one");
        }
        return name;
    }

    private static BrokerException.Misconfigured wrong(String fault, String remedy) {
        return new BrokerException.Misconfigured("the broker URL " + fault + "; " + remedy);
    }
}
