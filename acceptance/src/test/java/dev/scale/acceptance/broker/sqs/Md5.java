package dev.scale.acceptance.broker.sqs;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** The digests that SQS sends along and clients check. */
final class Md5 {

    private Md5() {}

    static String of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Of message attributes: name, type and value of each with their lengths, sorted by name. */
    static String of(JsonNode attributes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Map<String, JsonNode> sorted = new TreeMap<>();
        attributes.properties().forEach(attribute -> sorted.put(attribute.getKey(), attribute.getValue()));
        sorted.forEach((name, value) -> {
            write(bytes, name.getBytes(StandardCharsets.UTF_8));
            write(bytes, value.path("DataType").asString().getBytes(StandardCharsets.UTF_8));
            boolean binary = value.has("BinaryValue");
            bytes.write(binary ? 2 : 1);
            write(bytes, value(value));
        });
        return of(bytes.toByteArray());
    }

    static byte[] value(JsonNode attribute) {
        return attribute.has("BinaryValue")
                ? Base64.getDecoder().decode(attribute.path("BinaryValue").asString())
                : attribute.path("StringValue").asString().getBytes(StandardCharsets.UTF_8);
    }

    private static void write(ByteArrayOutputStream bytes, byte[] value) {
        bytes.writeBytes(ByteBuffer.allocate(4).putInt(value.length).array());
        bytes.writeBytes(value);
    }

    private static String of(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
