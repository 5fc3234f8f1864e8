package dev.scale.messaging.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemFileTest {

    @TempDir
    Path folder;

    private PemFile file(String text) throws Exception {
        return new PemFile(Files.writeString(folder.resolve("file.pem"), text));
    }

    private static String block(String label, byte[] bytes) {
        return "-----BEGIN " + label + "-----\r\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\r\n-----END "
                + label + "-----\r\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void aPrivateKeyIsReadWhateverItsAlgorithmAndWhateverStandsAround(String algorithm) throws Exception {
        PrivateKey key =
                KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPrivate();
        PemFile pem = file("Bag Attributes\n  é\n" + block("EC PARAMETERS", new byte[3])
                + block("PRIVATE KEY", key.getEncoded()) + "trailing");

        assertThat(pem.privateKey().getEncoded()).isEqualTo(key.getEncoded());
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY"})
    void anotherFormOfKeyIsRefusedWithTheCommandThatConvertsIt(String label) throws Exception {
        PemFile pem = file(block(label, new byte[] {1, 2, 3}));

        assertThatThrownBy(pem::privateKey)
                .isInstanceOf(BrokerException.Misconfigured.class)
                .hasMessageContainingAll("file.pem", label, "openssl pkcs8");
    }

    @Test
    void whatHoldsNoKeyOrNoCertificateSaysSo() throws Exception {
        PemFile pem = file(block("PRIVATE KEY", new byte[] {1, 2, 3}) + block("CERTIFICATE", new byte[] {1, 2, 3}));
        assertThatThrownBy(pem::privateKey).isInstanceOf(BrokerException.Misconfigured.class);
        assertThatThrownBy(pem::certificates).isInstanceOf(BrokerException.Misconfigured.class);

        PemFile empty = file("");
        assertThatThrownBy(empty::privateKey).hasMessageContaining("BEGIN PRIVATE KEY");
        assertThatThrownBy(empty::certificates).hasMessageContaining("BEGIN CERTIFICATE");
    }

    @Test
    void aFileThatCannotBeReadJustNowIsAnOutage() {
        assertThatThrownBy(() -> new PemFile(folder.resolve("missing.pem")).certificates())
                .isInstanceOf(BrokerException.Unavailable.class)
                .hasMessageContaining("missing.pem");
    }
}
