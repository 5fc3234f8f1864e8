package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.messaging.broker.Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class LogContextTest {

    record Body(String place) implements Subject {
        @Override
        public Map<String, String> subject() {
            return Map.of("place", place);
        }
    }

    private static final CommandType<Body> TYPE = CommandType.of("t", Body.class);

    @Test
    void aHandlerOfOneAtATimeLogsWithWhatItsCommandIsAboutAndLeavesNothingBehind() throws Exception {
        List<Map<String, String>> seen = new ArrayList<>();
        CommandHandler<Body> handler = CommandHandler.each((command, unit) -> seen.add(MDC.getCopyOfContextMap()));

        handler.handle(List.of(received("m-1", 1, "here"), received("m\n2", 3, "there")), null);

        assertThat(seen)
                .containsExactly(
                        Map.of("message_id", "m-1", "type", "t", "attempt", "1", "place", "here"),
                        Map.of("message_id", "m 2", "type", "t", "attempt", "3", "place", "there"));
        assertThat(MDC.get("message_id")).isNull();
        assertThat(MDC.get("place")).isNull();
    }

    @Test
    void aBatchIsNamedByItsGroupAndSizeAndOneAloneByItself() {
        Received<Body> one = received("m-1", 1, "here");
        try (LogContext unused = LogContext.of("g", List.of(one, received("m-2", 1, "there")))) {
            assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("group", "g", "commands", "2"));
        }
        try (LogContext unused = LogContext.of("g", List.of(one))) {
            assertThat(MDC.get("message_id")).isEqualTo("m-1");
        }
    }

    @Test
    void aCommandThatIsPartOfATraceSaysOfWhich() throws Exception {
        String parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        Envelope envelope =
                new Envelope("t", new byte[0], Optional.of("m-1"), 1, 1, Map.of(Headers.TRACEPARENT, parent));
        List<String> seen = new ArrayList<>();
        CommandHandler<Body> handler = CommandHandler.each((command, unit) -> seen.add(MDC.get("trace_id")));

        handler.handle(List.of(new Received<>(TYPE, new Body("here"), envelope), received("m-2", 1, "there")), null);

        assertThat(seen).containsExactly("0af7651916cd43dd8448eb211c80319c", null);
    }

    private static Received<Body> received(String id, int attempt, String place) {
        Envelope envelope = new Envelope("t", new byte[0], Optional.of(id), attempt, attempt, Map.of());
        return new Received<>(TYPE, new Body(place), envelope);
    }
}
