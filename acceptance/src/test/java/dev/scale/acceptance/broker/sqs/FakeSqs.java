package dev.scale.acceptance.broker.sqs;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A small SQS on a loopback port that speaks the JSON protocol, checks signatures, remembers what was asked, and does wrong
 * what it is told to do wrong. The queues are its own, or those of an ElasticMQ behind it.
 */
public final class FakeSqs implements AutoCloseable {

    /** A key id and secret of the kind that URLs have trouble with. */
    public static final String KEY_ID = "AKIATEST";

    public static final String SECRET = "ab/cd+ef";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final DateTimeFormatter AMZ_DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Duration SKEW_ALLOWED = Duration.ofMinutes(15);

    static {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // else each answer waits for 40 ms
    }

    private record Key(String secret, @Nullable String token) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fake-sqs");
        thread.setDaemon(true);
        return thread;
    });
    private final @Nullable FakeQueues queues;
    private final SqsService service;
    private final FaultScript script = new FaultScript();
    private final Map<String, Key> keys = new ConcurrentHashMap<>(Map.of(KEY_ID, new Key(SECRET, null)));
    private final List<SqsRequest> requests = new ArrayList<>();
    private volatile Duration ahead = Duration.ZERO;

    private FakeSqs(Function<String, SqsService> services) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        service = services.apply(endpoint().toString());
        queues = service instanceof FakeQueues own ? own : null;
        server.createContext("/", this::serve);
        server.start();
    }

    /** With queues of its own. */
    public static FakeSqs start() throws IOException {
        return new FakeSqs(FakeQueues::new);
    }

    /** In front of another server, which does what is asked. */
    public static FakeSqs before(URI other) throws IOException {
        return new FakeSqs(endpoint -> new ForwardedQueues(other, endpoint));
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** A broker's URL with this server's own key. */
    public static String brokerUrl() {
        return "sqs://" + KEY_ID + ":" + SECRET + "@us-east-1//";
    }

    /** Makes a queue, or finds it. */
    public FakeQueue queue(String name) {
        return own().create(name);
    }

    /** Deletes a queue with all that is in it. */
    public void delete(String name) {
        own().delete(name);
    }

    private FakeQueues own() {
        if (queues == null) {
            throw new IllegalStateException("the queues are another server's");
        }
        return queues;
    }

    /** Takes this key too; a temporary one comes with a token. */
    public void accept(String keyId, String secret, @Nullable String token) {
        keys.put(keyId, new Key(secret, token));
    }

    /** From now on this key is expired. */
    public void expire(String keyId) {
        keys.remove(keyId);
    }

    /** Has the next requests of this action go wrong, each fault once, in this order. */
    public void next(String action, SqsFault... faults) {
        for (SqsFault fault : faults) {
            script.next(action, fault);
        }
    }

    /** Has every request of this action go wrong until {@link #heal}. */
    public void always(String action, SqsFault fault) {
        script.always(action, fault);
    }

    /** Has every request go wrong until {@link #heal}. */
    public void always(SqsFault fault) {
        script.always(FaultScript.EVERY_ACTION, fault);
    }

    public void heal() {
        script.heal();
    }

    /** Whether all faults of {@link #next} have happened. */
    public boolean isPlayed() {
        return script.isPlayed();
    }

    /** Sets this server's clock that much ahead of the machine's. */
    public void clockAhead(Duration difference) {
        ahead = difference;
    }

    /** All requests so far, refused ones too. */
    public List<SqsRequest> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    public List<SqsRequest> requests(String action) {
        return requests().stream()
                .filter(request -> request.action().equals(action))
                .toList();
    }

    /** The actions that were asked for with this key. */
    public Set<String> actions(String keyId) {
        return requests().stream()
                .filter(request -> keyId.equals(request.keyId()))
                .map(SqsRequest::action)
                .collect(Collectors.toSet());
    }

    public void forget() {
        synchronized (requests) {
            requests.clear();
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Headers headers = exchange.getRequestHeaders();
            byte[] body = exchange.getRequestBody().readAllBytes();
            String target = headers.getFirst("X-Amz-Target");
            Optional<Signature> signature = Signature.of(headers);
            SqsRequest request = new SqsRequest(
                    target == null ? "" : target.substring(target.indexOf('.') + 1),
                    signature.map(Signature::keyId).orElse(null),
                    (ObjectNode) JSON.readTree(body));
            synchronized (requests) {
                requests.add(request);
            }
            SqsError refused = refusal(signature, exchange.getRequestURI().getRawPath(), headers, body);
            send(exchange, refused != null ? SqsReply.Answer.error(refused) : reply(request));
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private SqsReply reply(SqsRequest request) throws InterruptedException {
        Optional<SqsFault> fault = script.take(request.action());
        return fault.isPresent() ? fault.get().reply(request, service) : service.reply(request);
    }

    private @Nullable SqsError refusal(Optional<Signature> signature, String path, Headers headers, byte[] body) {
        if (signature.isEmpty()) {
            return SqsError.NO_CREDENTIALS;
        }
        Key key = keys.get(signature.get().keyId());
        if (key == null) {
            return signature.get().keyId().startsWith("ASIA") ? SqsError.EXPIRED_TOKEN : SqsError.UNKNOWN_KEY;
        }
        if (key.token() != null && !key.token().equals(headers.getFirst("X-Amz-Security-Token"))) {
            return SqsError.UNKNOWN_KEY;
        }
        if (!signature.get().isBy(key.secret(), path, headers, body)) {
            return SqsError.WRONG_SECRET;
        }
        Instant signed = AMZ_DATE.parse(headers.getFirst("X-Amz-Date"), Instant::from);
        boolean skewed =
                Duration.between(signed, Instant.now().plus(ahead)).abs().compareTo(SKEW_ALLOWED) > 0;
        return skewed ? SqsError.SIGNATURE_EXPIRED : null;
    }

    private void send(HttpExchange exchange, SqsReply reply) throws IOException, InterruptedException {
        if (reply instanceof SqsReply.Silence) {
            script.awaitHealing();
        }
        if (reply instanceof SqsReply.Answer answer) {
            Headers headers = exchange.getResponseHeaders();
            headers.set("Content-Type", "application/x-amz-json-1.0");
            if (answer.queryError() != null) {
                headers.set("x-amzn-query-error", answer.queryError());
            }
            exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }

    @Override
    public void close() {
        if (queues != null) {
            queues.close();
        }
        heal();
        server.stop(0);
        threads.shutdownNow();
    }
}
