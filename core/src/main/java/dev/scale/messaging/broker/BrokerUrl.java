package dev.scale.messaging.broker;

import java.util.List;
import java.util.Optional;

/**
 * A parsed {@code SCALE_BROKER_URL}: {@code transport://[userid:password@]hostname[:port]//}.
 *
 * @param scheme in lower case
 * @param credentials absent where the URL has none
 * @param hosts at least one; for {@code sqs} the single host is the region
 * @param virtualHost AMQP virtual host, {@code /} by default
 */
public record BrokerUrl(String scheme, Optional<Credentials> credentials, List<Host> hosts, String virtualHost) {

    /** A host name or address without brackets, with its port (the scheme's default where the URL has none). */
    public record Host(String name, int port) {}

    /** Parses; throws {@link BrokerException.Misconfigured} with one line that never shows the secret. */
    public static BrokerUrl parse(String text) {
        throw new UnsupportedOperationException(text);
    }
}
