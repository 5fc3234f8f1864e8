package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.messaging.broker.Headers;
import dev.scale.messaging.broker.OutgoingMessage;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The way of commands through a worker, as an exporter of spans sees it. */
class TracingTest extends CountingWorkerTest {

    private static final String FOREIGN = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final String FOREIGN_STATE = "congo=t61rcWkgMzE";
    private static final AttributeKey<Long> COUNTED = AttributeKey.longKey("messaging.batch.message_count");

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(exporter))
            .build();
    private final OpenTelemetry telemetry =
            OpenTelemetrySdk.builder().setTracerProvider(provider).build();
    private final Tracing tracing = Tracing.of(telemetry);
    private final ConcurrentLinkedQueue<Envelope> seen = new ConcurrentLinkedQueue<>();

    @AfterEach
    void end() {
        provider.close();
    }

    private void handle(List<Received<Count>> commands, UnitOfWork unit) throws SQLException {
        for (Received<Count> command : commands) {
            seen.add(command.envelope());
            switch (command.body().how()) {
                case "chain" -> unit.send(COUNT, new Count(counter, 1, "well"));
                case "throw" -> throw new IllegalStateException("a secret");
                case "later" -> {
                    if (command.envelope().attempt() == 1) {
                        unit.retryLater(command, Duration.ZERO, "not now", null);
                    }
                }
                case "reject" -> unit.reject(command, "not wanted");
                default -> add(unit, command.body());
            }
        }
    }

    private void start(Tracing how, WorkerOptions options) {
        worker.close();
        worker = newWorker(
                HandlerGroup.of(COUNT, this::handle), options.withThreads(1).withTracing(how));
        worker.start();
    }

    private void start() {
        start(tracing, NOTHING_LATER);
    }

    private void send(Tracing how, List<Command> commands) {
        assertThat(new CommandSender(broker, how).send(commands).complete()).isTrue();
    }

    private List<SpanData> spans(String operation) {
        return exporter.getFinishedSpanItems().stream()
                .filter(span -> span.getName().startsWith(operation + " "))
                .toList();
    }

    private SpanData awaitOne(String operation) {
        await().atMost(Duration.ofMinutes(1)).until(() -> !spans(operation).isEmpty());
        return spans(operation).get(0);
    }

    private static List<String> links(SpanData span) {
        return span.getLinks().stream()
                .map(LinkData::getSpanContext)
                .map(SpanContext::getSpanId)
                .toList();
    }

    private void publish(Map<String, String> headers) {
        byte[] body = "{\"type\": \"count\", \"body\": {\"counter\": \"%s\", \"by\": 1, \"how\": \"well\"}}"
                .formatted(counter)
                .getBytes(StandardCharsets.UTF_8);
        broker.publish(List.of(new OutgoingMessage(Command.newId(), body, headers)));
    }

    private static String parentOf(Envelope envelope) {
        return envelope.headers().getOrDefault(Headers.TRACEPARENT, "");
    }

    @Test
    void commandsAreLinkedFromTheirSenderThroughBatchAndHandlerToTheirFollowUps() {
        Span caller = telemetry.getTracer("test").spanBuilder("caller").startSpan();
        try (Scope unused = caller.makeCurrent()) {
            send(tracing, commands(3, "chain"));
        } finally {
            caller.end();
        }
        start();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> spans("process").stream()
                                .mapToLong(span -> span.getAttributes().asMap().containsKey(COUNTED)
                                        ? span.getAttributes().get(COUNTED)
                                        : 1)
                                .sum()
                        == 6);

        SpanData send = awaitOne("send");
        assertThat(send.getName()).isEqualTo("send " + counter);
        assertThat(send.getKind()).isEqualTo(SpanKind.PRODUCER);
        assertThat(send.getParentSpanId()).isEqualTo(caller.getSpanContext().getSpanId());
        assertThat(send.getAttributes().asMap())
                .containsEntry(AttributeKey.stringKey("messaging.system"), "in_memory")
                .containsEntry(AttributeKey.stringKey("messaging.destination.name"), counter)
                .containsEntry(AttributeKey.stringKey("messaging.operation.type"), "send")
                .containsEntry(COUNTED, 3L);

        SpanData process = spans("process").get(0);
        assertThat(process.getKind()).isEqualTo(SpanKind.CONSUMER);
        assertThat(process.getParentSpanContext().isValid()).isFalse();
        assertThat(links(process)).containsExactly(send.getSpanId());
        assertThat(process.getAttributes().asMap())
                .containsEntry(AttributeKey.stringKey("messaging.operation.type"), "process")
                .containsEntry(COUNTED, 3L)
                .containsEntry(AttributeKey.longKey("scale.done"), 3L);

        SpanData handle = spans("handle").get(0);
        assertThat(handle.getParentSpanId()).isEqualTo(process.getSpanId());
        assertThat(handle.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(handle.getAttributes().asMap())
                .containsEntry(AttributeKey.stringKey("scale.group"), "count")
                .containsEntry(AttributeKey.stringArrayKey("scale.types"), List.of("count"))
                .containsEntry(AttributeKey.longKey("scale.commands"), 3L);

        assertThat(spans("process").subList(1, spans("process").size()))
                .allSatisfy(followUps -> assertThat(links(followUps)).containsExactly(handle.getSpanId()));
    }

    @Test
    void oneCommandAloneIsHandledInTheTraceOfItsSender() {
        Command command = commands(1, "well").get(0);
        send(tracing, List.of(command));
        start();

        SpanData process = awaitOne("process");
        SpanData send = awaitOne("send");
        assertThat(process.getTraceId()).isEqualTo(send.getTraceId());
        assertThat(process.getParentSpanId()).isEqualTo(send.getSpanId());
        assertThat(links(process)).containsExactly(send.getSpanId());
        assertThat(process.getAttributes().asMap())
                .containsEntry(AttributeKey.stringKey("messaging.message.id"), command.id())
                .doesNotContainKey(COUNTED);
    }

    @Test
    void aForeignClientsContextIsHonouredAndNonsenseIsNot() {
        publish(Map.of(Headers.TRACEPARENT, FOREIGN, Headers.TRACESTATE, FOREIGN_STATE));
        publish(Map.of(Headers.TRACEPARENT, "00-nonsense"));
        publish(Map.of());
        start();

        SpanData process = awaitOne("process");
        assertThat(process.getLinks()).singleElement().satisfies(link -> {
            assertThat(link.getSpanContext().getTraceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
            assertThat(link.getSpanContext().getSpanId()).isEqualTo("b7ad6b7169203331");
            assertThat(link.getSpanContext().getTraceState().get("congo")).isEqualTo("t61rcWkgMzE");
        });
    }

    @Test
    void failuresAreErrorsOfTheirCallAndTellNoMessage() {
        send(tracing, commands(3, "well"));
        send(tracing, commands(1, "throw"));
        start();
        awaitEnded(4);

        SpanData process = awaitOne("process");
        assertThat(process.getAttributes().asMap())
                .containsEntry(AttributeKey.longKey("scale.done"), 3L)
                .containsEntry(AttributeKey.longKey("scale.dead_letters"), 1L);
        assertThat(spans("handle"))
                .filteredOn(call -> call.getStatus().getStatusCode() == StatusCode.ERROR)
                .isNotEmpty()
                .allSatisfy(call -> {
                    assertThat(call.getAttributes().get(AttributeKey.stringKey("error.type")))
                            .isEqualTo("java.lang.IllegalStateException");
                    assertThat(call.toString()).doesNotContain("a secret");
                });
        assertThat(spans("handle"))
                .anySatisfy(call -> assertThat(call.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET));
    }

    @Test
    void laterTriesAndReplaysKeepTheContextTheyWereSentIn() throws SQLException {
        start(
                tracing,
                WorkerOptions.DEFAULTS.withTries(
                        new TryLimits(new RetryPolicy(2, Duration.ZERO), Duration.ofDays(1), Duration.ofDays(15))));
        Command later = commands(1, "later").get(0);
        Command rejected = commands(1, "reject").get(0);
        send(tracing, List.of(later, rejected));
        await().atMost(Duration.ofMinutes(1))
                .until(() -> seen.size() == 3 && !reasons(rejected.id()).isEmpty());
        long letter = POSTGRES.number("select id from scale.dead_letter where message_id = ?", rejected.id());
        POSTGRES.database().run(connection -> Replay.deadLetters(connection, List.of(letter)));
        await().atMost(Duration.ofMinutes(1)).until(() -> seen.size() == 4);

        SpanData send = awaitOne("send");
        String sent = "00-" + send.getTraceId() + "-" + send.getSpanId() + "-";
        assertThat(seen).extracting(TracingTest::parentOf).allMatch(parent -> parent.startsWith(sent));
    }

    @Test
    void whatIsNotConfirmedIsAnErrorOfTheSending() {
        broker.close();

        new CommandSender(broker, tracing).send(commands(2, "well"));

        SpanData send = awaitOne("send");
        assertThat(send.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(send.getAttributes().asMap())
                .containsEntry(AttributeKey.stringKey("error.type"), "outage")
                .containsEntry(AttributeKey.longKey("scale.unconfirmed"), 2L);
    }

    @Test
    void theGlobalOneIsUsedOnceItIsSet() {
        CommandSender early = new CommandSender(broker);
        early.send(commands(1, "well"));
        GlobalOpenTelemetry.set(telemetry);
        try {
            early.send(commands(2, "well"));
        } finally {
            GlobalOpenTelemetry.resetForTest();
        }

        assertThat(spans("send"))
                .singleElement()
                .satisfies(span -> assertThat(span.getAttributes().get(COUNTED)).isEqualTo(2));
    }

    @Test
    void canariesMakeNoSpans() {
        start(tracing, NOTHING_LATER.withCanaries());
        await().atMost(Duration.ofMinutes(1))
                .until(() -> POSTGRES.number(
                                "select count(*) from scale.worker where queue = ? and canary_committed_at is not null",
                                counter)
                        == 1);
        send(Tracing.NONE, commands(1, "well"));

        assertThat(awaitOne("process").getAttributes().asMap())
                .containsKey(AttributeKey.stringKey("messaging.message.id"));
        assertThat(exporter.getFinishedSpanItems())
                .extracting(SpanData::getName)
                .containsExactlyInAnyOrder("process " + counter, "handle count");
    }

    @Test
    void withoutAnSdkNothingIsAddedAndWhatIsThereGoesOn() {
        Tracing idle = Tracing.of(OpenTelemetry.noop());
        start(idle, NOTHING_LATER.withBatchSize(1));
        send(idle, commands(1, "chain"));
        await().atMost(Duration.ofMinutes(1)).until(() -> seen.size() == 2);
        assertThat(seen)
                .allSatisfy(envelope ->
                        assertThat(envelope.headers()).doesNotContainKeys(Headers.TRACEPARENT, Headers.TRACESTATE));

        seen.clear();
        send(Tracing.continuing(Map.of("TRACEPARENT", FOREIGN, "TRACESTATE", FOREIGN_STATE)), commands(1, "chain"));
        await().atMost(Duration.ofMinutes(1)).until(() -> seen.size() == 2);
        assertThat(seen)
                .allSatisfy(envelope -> assertThat(envelope.headers())
                        .containsEntry(Headers.TRACEPARENT, FOREIGN)
                        .containsEntry(Headers.TRACESTATE, FOREIGN_STATE));
    }
}
