package dev.scale.messaging.broker;

import java.util.Set;

/**
 * Opens queues of Amazon SQS; needs {@code software.amazon.awssdk:sqs} and {@code :url-connection-client} on the class
 * path, and {@code :sts} for web identity.
 */
public final class SqsProvider implements BrokerProvider {

    private static final String[][] NEEDED = {
        {"software.amazon.awssdk.services.sqs.SqsClient", "software.amazon.awssdk:sqs"},
        {
            "software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient",
            "software.amazon.awssdk:url-connection-client"
        }
    };

    @Override
    public Set<String> schemes() {
        return Set.of("sqs");
    }

    @Override
    public Broker open(BrokerUrl url, BrokerOptions options) {
        for (String[] needed : NEEDED) {
            try {
                Class.forName(needed[0], false, SqsProvider.class.getClassLoader());
            } catch (ClassNotFoundException missing) {
                throw new BrokerException.Misconfigured(
                        "the scheme 'sqs' needs " + needed[1] + " on the class path; add it", missing);
            }
        }
        if (!options.tls().equals(BrokerTls.DEFAULT)) {
            throw new BrokerException.Misconfigured(
                    "TLS is set up for the broker, which is for amqps: alone; SQS is always encrypted and verified by the"
                            + " authorities of the JVM; take the TLS settings out");
        }
        return new SqsBroker(url, options);
    }
}
