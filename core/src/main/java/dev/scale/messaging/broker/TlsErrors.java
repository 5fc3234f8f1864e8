package dev.scale.messaging.broker;

import java.security.cert.CertificateException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** What a failed TLS handshake means: whose certificate was not taken, or that one side speaks no TLS at all. */
final class TlsErrors {

    private static final int MOST_CAUSES = 20;

    private TlsErrors() {}

    /** Our exception where TLS is to blame; refused trust and a port without TLS are no outages: waiting does not help. */
    static Optional<BrokerException> translate(String host, boolean encrypted, Throwable thrown) {
        if (!encrypted) {
            return Optional.empty();
        }
        Optional<SSLException> tls = cause(thrown, SSLException.class);
        Optional<CertificateException> certificate = cause(thrown, CertificateException.class);
        if (certificate.isPresent()) {
            return Optional.of(new BrokerException.Refused(
                    "the certificate of the broker at " + host + " is not trusted: " + words(certificate.get())
                            + "; name a host that it is for, or the authority (CA) that issued it",
                    thrown));
        }
        if (tls.isEmpty()) {
            return Optional.empty();
        }
        String words = words(tls.get());
        if (words.contains("Received fatal alert")) {
            return Optional.of(new BrokerException.Refused(
                    "the broker at " + host + " refuses TLS with us: " + words
                            + "; it may ask for a client certificate of an authority that it trusts",
                    thrown));
        }
        if (words.contains("Unsupported or unrecognized SSL message")) {
            return Optional.of(new BrokerException.Misconfigured(
                    "what listens at " + host + " speaks no TLS; use the broker's TLS port (5671), or amqp: for a"
                            + " connection that is not encrypted",
                    thrown));
        }
        return Optional.of(new BrokerException.Unavailable(
                "cannot connect to the broker at " + host + ": the TLS handshake failed: " + words, thrown));
    }

    private static String words(Throwable thrown) {
        return String.valueOf(thrown.getMessage())
                .replaceAll("\\p{Cntrl}+", " ")
                .strip();
    }

    private static <T extends Throwable> Optional<T> cause(Throwable thrown, Class<T> type) {
        Throwable cause = thrown;
        Optional<T> deepest = Optional.empty();
        // causes may go round in a circle
        for (int depth = 0; depth < MOST_CAUSES && cause != null; depth++) {
            if (type.isInstance(cause)) {
                deepest = Optional.of(type.cast(cause));
            }
            cause = cause.getCause();
        }
        return deepest;
    }
}
