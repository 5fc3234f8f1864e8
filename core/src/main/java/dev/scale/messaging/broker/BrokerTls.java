package dev.scale.messaging.broker;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How encrypted connections ({@code amqps}) are secured. The broker's certificate must be issued by a trusted authority and
 * name the host of the URL, unless {@link #unverified} was asked for. All files are PEM and read again at each connect, so
 * that certificates may be renewed under a running process.
 *
 * @param authorities the certificates of the authorities to trust, instead of the JVM's own
 * @param identity what we show to a broker that asks for a certificate
 * @param verified whether the broker's certificate is checked
 */
public record BrokerTls(Optional<Path> authorities, Optional<Identity> identity, boolean verified) {

    /** The authorities of the JVM, no certificate of our own. */
    public static final BrokerTls DEFAULT = new BrokerTls(Optional.empty(), Optional.empty(), true);

    /**
     * A client certificate. Where neither the URL nor {@link BrokerOptions} names a user it also logs in (the mechanism
     * EXTERNAL, which the broker must offer).
     *
     * @param certificates our certificate, then those between it and its authority
     * @param key its private key: PKCS-8 ({@code BEGIN PRIVATE KEY}), not encrypted
     */
    public record Identity(Path certificates, Path key) {}

    /** Trusts the authorities in a PEM file and no others. */
    public BrokerTls withAuthorities(Path file) {
        return new BrokerTls(Optional.of(file), identity, verified);
    }

    /** Shows a client certificate. */
    public BrokerTls withIdentity(Path certificates, Path key) {
        return new BrokerTls(authorities, Optional.of(new Identity(certificates, key)), verified);
    }

    /** Takes any certificate of any host, so that anybody in between can read and change everything: for trials only. */
    public BrokerTls unverified() {
        return new BrokerTls(authorities, identity, false);
    }
}
