package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;

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

    private static Received<Body> received(String id, int attempt, String place) {
        Envelope envelope = new Envelope("t", new byte[0], Optional.of(id), attempt, attempt, Map.of());
        return new Received<>(TYPE, new Body(place), envelope);
    }
}
