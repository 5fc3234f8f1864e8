package dev.scale.acceptance.broker.sqs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * What gives temporary keys where none are configured: an instance's metadata service, a container's credentials endpoint and
 * the token service for web identities, on one loopback port. Each issue has a key id of its own.
 */
public final class FakeRoles implements AutoCloseable {

    private static final String METADATA = "/latest/meta-data/iam/security-credentials/";
    private static final String ROLE = "scale-role";
    private static final String SESSION = "a session token";

    private final HttpServer server;
    private final FakeSqs sqs;
    private final List<String> asked = new ArrayList<>();
    private int issued;

    private FakeRoles(FakeSqs sqs) throws IOException {
        this.sqs = sqs;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
    }

    /** The keys given out are such as this SQS accepts. */
    public static FakeRoles of(FakeSqs sqs) throws IOException {
        return new FakeRoles(sqs);
    }

    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** For {@code AWS_CONTAINER_CREDENTIALS_FULL_URI}. */
    public String containerUri() {
        return endpoint() + "/container";
    }

    /** Paths, and bodies where there were any, in order. */
    public synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    private synchronized void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(body.isEmpty() ? path : path + " " + body);
            if (path.equals("/latest/api/token")) {
                exchange.getResponseHeaders().set("x-aws-ec2-metadata-token-ttl-seconds", "21600");
                send(exchange, 200, "text/plain", "a metadata token");
            } else if (path.startsWith(METADATA) && !hasMetadataToken(exchange)) {
                send(exchange, 401, "text/plain", "");
            } else if (path.equals(METADATA)) {
                send(exchange, 200, "text/plain", ROLE);
            } else if (path.equals(METADATA + ROLE)) {
                send(exchange, 200, "application/json", json("ASIAINSTANCE"));
            } else if (path.equals("/container")) {
                send(exchange, 200, "application/json", json("ASIACONTAINER"));
            } else if (path.equals("/") && body.contains("Action=AssumeRoleWithWebIdentity")) {
                send(exchange, 200, "text/xml", xml());
            } else {
                send(exchange, 404, "text/plain", "");
            }
        }
    }

    private static boolean hasMetadataToken(HttpExchange exchange) {
        return "a metadata token".equals(exchange.getRequestHeaders().getFirst("x-aws-ec2-metadata-token"));
    }

    /** Each key lasts for an hour as far as its holder knows. */
    private String issue(String kind) {
        issued++;
        sqs.accept(kind + issued, "secret/of+" + issued, SESSION);
        return kind + issued;
    }

    private String json(String kind) {
        String keyId = issue(kind);
        return """
                {"Code": "Success", "LastUpdated": "%s", "Type": "AWS-HMAC", "AccessKeyId": "%s",
                 "SecretAccessKey": "%s", "Token": "%s", "Expiration": "%s"}""".formatted(now(), keyId, "secret/of+" + issued, SESSION, inAnHour());
    }

    private String xml() {
        String keyId = issue("ASIAWEB");
        return """
                <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                  <AssumeRoleWithWebIdentityResult>
                    <AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/scale/test</Arn>
                      <AssumedRoleId>AROATEST:test</AssumedRoleId></AssumedRoleUser>
                    <Credentials><AccessKeyId>%s</AccessKeyId><SecretAccessKey>%s</SecretAccessKey>
                      <SessionToken>%s</SessionToken><Expiration>%s</Expiration></Credentials>
                  </AssumeRoleWithWebIdentityResult>
                  <ResponseMetadata><RequestId>test</RequestId></ResponseMetadata>
                </AssumeRoleWithWebIdentityResponse>""".formatted(keyId, "secret/of+" + issued, SESSION, inAnHour());
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    private static Instant inAnHour() {
        return now().plus(Duration.ofHours(1));
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
