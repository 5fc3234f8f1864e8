package dev.scale.acceptance.broker.sqs;

import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature (version 4) of a request.
 *
 * @param scope date, region, service and a constant
 * @param signedHeaders names, separated by semicolons
 */
record Signature(String keyId, String scope, String signedHeaders, String signature) {

    private static final Pattern FORM = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=([^/]+)/([^,]+), *SignedHeaders=([^,]+), *Signature=([0-9a-f]+)");

    static Optional<Signature> of(Headers headers) {
        String authorization = headers.getFirst("Authorization");
        Matcher matcher = FORM.matcher(authorization == null ? "" : authorization);
        return matcher.matches()
                ? Optional.of(new Signature(matcher.group(1), matcher.group(2), matcher.group(3), matcher.group(4)))
                : Optional.empty();
    }

    /** Whether the holder of the secret has signed this. */
    boolean isBy(String secret, String path, Headers headers, byte[] body) {
        StringBuilder canonical = new StringBuilder("POST\n" + path + "\n\n");
        for (String name : signedHeaders.split(";")) {
            String value = headers.getFirst(name.toLowerCase(Locale.ROOT));
            canonical.append(name).append(':');
            canonical.append(value == null ? "" : value.strip().replaceAll(" +", " "));
            canonical.append('\n');
        }
        String declared = headers.getFirst("x-amz-content-sha256");
        canonical
                .append('\n')
                .append(signedHeaders)
                .append('\n')
                .append(declared == null ? HexFormat.of().formatHex(sha256(body)) : declared);
        String toSign = "AWS4-HMAC-SHA256\n" + headers.getFirst("X-Amz-Date") + "\n" + scope + "\n"
                + HexFormat.of().formatHex(sha256(utf8(canonical.toString())));
        byte[] key = utf8("AWS4" + secret);
        for (String part : scope.split("/")) {
            key = hmac(key, part);
        }
        return HexFormat.of().formatHex(hmac(key, toSign)).equals(signature);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(utf8(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
