package dev.scale.messaging.broker;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Makes the JDK's form of {@link BrokerTls} from the files as they are now. */
final class TlsContext {

    private static final char[] NO_PASSWORD = {};

    private TlsContext() {}

    static SSLContext of(BrokerTls tls) {
        KeyManager @Nullable [] ours =
                tls.identity().map(TlsContext::keyManagers).orElse(null);
        TrustManager @Nullable [] trusted = tls.verified()
                ? tls.authorities()
                        .map(file -> trustManagers(new PemFile(file).certificates()))
                        .orElse(null)
                : new TrustManager[] {new TrustsAnything()};
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(ours, trusted, null);
            return context;
        } catch (GeneralSecurityException noTls) {
            throw unusable(noTls);
        }
    }

    private static TrustManager[] trustManagers(List<Certificate> authorities) {
        try {
            KeyStore store = emptyStore();
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("authority-" + i, authorities.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw unusable(e);
        }
    }

    private static KeyManager[] keyManagers(BrokerTls.Identity identity) {
        List<Certificate> chain = new PemFile(identity.certificates()).certificates();
        PemFile key = new PemFile(identity.key());
        try {
            KeyStore store = emptyStore();
            store.setKeyEntry("client", key.privateKey(), NO_PASSWORD, chain.toArray(Certificate[]::new));
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, NO_PASSWORD);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw unusable(e);
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static BrokerException unusable(Exception cause) {
        return new BrokerException.Misconfigured(
                "TLS cannot be set up: " + AmqpErrors.describe(cause) + "; check the certificates and the JVM", cause);
    }

    /** The opt-out, which is logged wherever it is used. */
    private static final class TrustsAnything extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
