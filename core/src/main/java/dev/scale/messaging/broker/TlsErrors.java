package dev.scale.messaging.broker;

import com.rabbitmq.client.MalformedFrameException;
import java.net.ConnectException;
import java.net.SocketException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** What a failed TLS handshake means: whose certificate was not taken, or that one side speaks no TLS at all. */
final class TlsErrors {

    private static final int MOST_CAUSES = 20;
    private static final String OUR_CERTIFICATE = "; it may not take our client certificate";

    private TlsErrors() {}

    /** Our exception where TLS is to blame; refused trust and a port without TLS are no outages: waiting does not help. */
    static Optional<BrokerException> translate(BrokerUrl.Host host, BrokerTls tls, Throwable thrown) {
        Optional<CertificateException> certificate = cause(thrown, CertificateException.class);
        if (certificate.isPresent()) {
            return Optional.of(ofCertificate(host, certificate.get(), thrown));
        }
        Optional<SSLException> handshake = cause(thrown, SSLException.class);
        if (handshake.isPresent()) {
            return Optional.of(ofHandshake(host, tls, handshake.get(), thrown));
        }
        return refusesSilently(tls, thrown)
                ? Optional.of(unavailable(host, AmqpErrors.describe(thrown) + OUR_CERTIFICATE, thrown))
                : Optional.empty();
    }

    private static BrokerException ofCertificate(
            BrokerUrl.Host host, CertificateException certificate, Throwable thrown) {
        String whose = "the certificate of the broker at " + host;
        String words = words(certificate);
        if (certificate instanceof CertificateExpiredException) {
            return new BrokerException.Refused(
                    whose + " (or one in its chain) has expired: " + words + "; renew it at the broker", thrown);
        }
        if (certificate instanceof CertificateNotYetValidException) {
            return new BrokerException.Refused(
                    whose + " (or one in its chain) is not valid yet: " + words + "; compare the clocks of both hosts",
                    thrown);
        }
        return new BrokerException.Refused(
                whose + " is not trusted: " + words
                        + "; name a host that it is for, or the authority (CA) that issued it",
                thrown);
    }

    /** A server that refuses a certificate may be gone before its word has come. */
    private static boolean refusesSilently(BrokerTls tls, Throwable thrown) {
        return tls.identity().isPresent()
                && cause(thrown, SocketException.class)
                        .filter(ended -> !(ended instanceof ConnectException))
                        .isPresent();
    }

    private static BrokerException unavailable(BrokerUrl.Host host, String why, Throwable thrown) {
        return new BrokerException.Unavailable("cannot connect to the broker at " + host + ": " + why, thrown);
    }

    /** The same for a connection that is not encrypted: a TLS port answers in no words of AMQP. */
    static Optional<BrokerException> translatePlain(BrokerUrl.Host host, Throwable thrown) {
        return cause(thrown, MalformedFrameException.class)
                .map(answer -> new BrokerException.Misconfigured(
                        "what listens at " + host + " speaks no AMQP; if it is the broker's TLS port use amqps:",
                        thrown));
    }

    private static BrokerException ofHandshake(
            BrokerUrl.Host host, BrokerTls tls, SSLException handshake, Throwable thrown) {
        String words = words(handshake);
        if (words.contains("Received fatal alert")) {
            return new BrokerException.Refused(
                    "the broker at " + host + " refuses TLS with us: " + words
                            + "; it may ask for a client certificate of an authority that it trusts",
                    thrown);
        }
        if (words.contains("Unsupported or unrecognized SSL message")) {
            return new BrokerException.Misconfigured(
                    "what listens at " + host + " speaks no TLS; use the broker's TLS port (5671), or amqp: for a"
                            + " connection that is not encrypted",
                    thrown);
        }
        String silently = refusesSilently(tls, thrown) ? OUR_CERTIFICATE : "";
        return unavailable(host, "the TLS handshake failed: " + words + silently, thrown);
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
