package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import dev.scale.messaging.broker.Delivery;
import dev.scale.messaging.broker.Destination;
import dev.scale.messaging.broker.Headers;
import dev.scale.messaging.broker.InMemoryBroker;
import dev.scale.messaging.broker.WithoutLibrary;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "00-" + TRACE + "-b7ad6b7169203331-01";

    @Test
    void aContextIsTakenAsItIs() {
        assertThat(TraceContext.of(PARENT, "a=1,b=2"))
                .containsOnly(Map.entry(Headers.TRACEPARENT, PARENT), Map.entry(Headers.TRACESTATE, "a=1,b=2"));
        assertThat(TraceContext.of(PARENT, null)).containsOnlyKeys(Headers.TRACEPARENT);
        assertThat(TraceContext.of(PARENT, "x".repeat(513))).containsOnlyKeys(Headers.TRACEPARENT);
        assertThat(TraceContext.of(PARENT, "a=1\nb")).containsOnlyKeys(Headers.TRACEPARENT);
        assertThat(TraceContext.traceId(Map.of(Headers.TRACEPARENT, PARENT))).isEqualTo(TRACE);
        assertThat(TraceContext.traceId(Map.of(Headers.TRACEPARENT, "cc-" + PARENT.substring(3) + "-more")))
                .isEqualTo(TRACE);
        assertThat(TraceContext.traceId(Map.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0AF7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\n",
            })
    void whatIsNoContextCountsAsNone(String parent) {
        assertThat(TraceContext.of(parent, "a=1")).isEmpty();
        assertThat(TraceContext.traceId(Map.of(Headers.TRACEPARENT, parent))).isEmpty();
        assertThat(Tracing.continuing(Map.of("TRACEPARENT", parent))
                        .send(new Destination("s", "q"), List.of())
                        .headers())
                .isEmpty();
    }

    @Test
    void aBatchHasAtMost128LinksAndOneForEachContext() {
        InMemorySpanExporter exporter = InMemorySpanExporter.create();
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                .build();
        Tracing tracing = Tracing.of(
                OpenTelemetrySdk.builder().setTracerProvider(provider).build());
        List<Delivery> deliveries = IntStream.range(0, 600)
                .mapToObj(i -> new Delivery(
                        "id " + i,
                        "{}".getBytes(StandardCharsets.UTF_8),
                        Map.of(Headers.TRACEPARENT, "00-%032x-%016x-01".formatted(i / 2 + 1, 7)),
                        false,
                        OptionalInt.empty(),
                        i))
                .toList();
        Handlers none = Handlers.of(List.of());

        for (List<Delivery> batch : List.of(deliveries, deliveries.subList(0, 10))) {
            tracing.process(new Destination("s", "q"), Batch.of(batch, none, 1000))
                    .close();
        }

        assertThat(exporter.getFinishedSpanItems())
                .extracting(span -> span.getLinks().size())
                .containsExactly(128, 5);
        assertThat(exporter.getFinishedSpanItems())
                .extracting(span -> span.getTotalRecordedLinks())
                .containsExactly(128, 5);
    }

    @Test
    void withoutTheApiThereAreNoSpansAndCommandsAreSent() throws Exception {
        Class<?> sending = WithoutLibrary.named("io.opentelemetry.").loadClass(Sending.class.getName());

        assertThat(sending.getMethod("confirmed").invoke(null)).isEqualTo(1);
    }

    /** Also loaded where the API is missing. */
    public static final class Sending {

        private Sending() {}

        public static int confirmed() {
            if (Tracing.global() != Tracing.NONE) {
                throw new IllegalStateException("it is there");
            }
            try (InMemoryBroker broker =
                    new InMemoryBroker(BrokerUrl.parse("memory://without"), BrokerOptions.forQueue("q"))) {
                List<Command> commands = List.of(Command.ofJson("echo", "1", null));
                return new CommandSender(broker).send(commands).confirmed().size();
            }
        }
    }
}
