package dev.scale.messaging.broker;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of PEM blocks (RFC 7468): certificates or a private key. Text around the blocks is skipped. */
record PemFile(Path path) {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS", "DSA");

    private record Block(String label, byte[] bytes) {}

    /** All certificates, in the order of the file; at least one. */
    List<Certificate> certificates() {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            List<Certificate> certificates = new ArrayList<>();
            for (Block block : blocks()) {
                if (block.label.equals("CERTIFICATE")) {
                    certificates.add(factory.generateCertificate(new ByteArrayInputStream(block.bytes)));
                }
            }
            if (certificates.isEmpty()) {
                throw unusable("holds no certificate: blocks that begin with BEGIN CERTIFICATE are expected");
            }
            return certificates;
        } catch (GeneralSecurityException broken) {
            throw unusable("holds a certificate that cannot be read");
        }
    }

    /** The private key; PKCS-8 does not say which algorithm it is for, so each is tried. */
    PrivateKey privateKey() {
        for (Block block : blocks()) {
            switch (block.label) {
                case "PRIVATE KEY" -> {
                    return decode(block.bytes);
                }
                case "RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY" ->
                    throw unusable("holds a '" + block.label + "': convert it with"
                            + " `openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW`");
                default -> {}
            }
        }
        throw unusable("holds no private key: a block that begins with BEGIN PRIVATE KEY is expected");
    }

    private PrivateKey decode(byte[] bytes) {
        BrokerException unusable = unusable("holds a private key that cannot be read");
        for (String algorithm : KEY_ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
            } catch (GeneralSecurityException anotherAlgorithm) {
                unusable.addSuppressed(anotherAlgorithm);
            }
        }
        throw unusable;
    }

    private List<Block> blocks() {
        String text;
        try {
            text = Files.readString(path, StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            // it may be replaced at this moment
            throw new BrokerException.Unavailable(
                    "the file " + path + " cannot be read: "
                            + unreadable.getClass().getSimpleName(),
                    unreadable);
        }
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            try {
                blocks.add(new Block(matcher.group(1), Base64.getMimeDecoder().decode(matcher.group(2))));
            } catch (IllegalArgumentException broken) {
                throw unusable("holds a block '" + matcher.group(1) + "' that is no base64");
            }
        }
        return blocks;
    }

    private BrokerException unusable(String why) {
        return new BrokerException.Misconfigured("the file " + path + " " + why);
    }
}
