package dev.scale.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Issues certificates for tests, by the JDK's own keytool. */
final class TestAuthority {

    private static final String PASSWORD = "changeit";

    private final Path folder;
    private final Path store;

    /** A certificate with its chain, and its key, as PEM files; the key also in DER. */
    record Issued(Path certificate, Path key, Path derKey) {}

    private TestAuthority(Path folder) {
        this.folder = folder;
        this.store = folder.resolve("store.p12");
    }

    /** A new one, with its files in a folder. */
    static TestAuthority in(Path folder) throws Exception {
        TestAuthority authority = new TestAuthority(Files.createDirectories(folder));
        authority.keytool("authority", "RSA", "CN=Test Authority", "-ext", "bc:c", "-validity", "30");
        authority.write("authority");
        return authority;
    }

    /** Its own certificate. */
    Path certificate() {
        return folder.resolve("authority.pem");
    }

    /** Issues one; the further arguments are keytool's, such as {@code -ext san=dns:localhost}. */
    synchronized Issued issue(String name, String algorithm, String... further) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-signer", "authority"));
        arguments.addAll(List.of(further));
        String alias = (name + "-" + algorithm).toLowerCase(Locale.ROOT);
        keytool(alias, algorithm, "CN=" + name, arguments.toArray(String[]::new));
        return write(alias);
    }

    /** The store that holds all of them, for TLS in Java. */
    KeyStore store() throws IOException, GeneralSecurityException {
        KeyStore loaded = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(store)) {
            loaded.load(file, PASSWORD.toCharArray());
        }
        return loaded;
    }

    static char[] password() {
        return PASSWORD.toCharArray();
    }

    private void keytool(String alias, String algorithm, String subject, String... further) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair"));
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        command.addAll(List.of("-alias", alias, "-keyalg", algorithm, "-dname", subject));
        command.addAll(List.of(further));
        Path log = folder.resolve("keytool.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        process.getOutputStream().close();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }

    private Issued write(String alias) throws IOException, GeneralSecurityException {
        KeyStore loaded = store();
        StringBuilder chain = new StringBuilder();
        for (Certificate certificate : loaded.getCertificateChain(alias)) {
            chain.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        Key key = loaded.getKey(alias, password());
        Path pem = Files.writeString(folder.resolve(alias + ".key"), pem("PRIVATE KEY", key.getEncoded()));
        Path der = Files.write(folder.resolve(alias + ".pk8"), key.getEncoded());
        for (Path file : List.of(pem, der)) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        return new Issued(Files.writeString(folder.resolve(alias + ".pem"), chain), pem, der);
    }

    private static String pem(String label, byte[] bytes) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + label
                + "-----\n";
    }
}
