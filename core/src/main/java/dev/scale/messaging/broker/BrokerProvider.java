package dev.scale.messaging.broker;

import java.util.Set;

/**
 * Makes brokers of one kind; found by {@link java.util.ServiceLoader}.
 *
 * <p>A provider must load without its client library and link it only in {@link #open}, so that a library missing from
 * the class path is a {@link BrokerException.Misconfigured} that names it.
 */
public interface BrokerProvider {

    /** The URL schemes served, in lower case. */
    Set<String> schemes();

    /** Opens the broker without connecting. */
    Broker open(BrokerUrl url, BrokerOptions options);
}
