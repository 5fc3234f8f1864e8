package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordingUnitTest {

    record Body(int a) {}

    private static final CommandType<Body> TYPE = CommandType.of("t", Body.class);

    private final Received<Body> given = received();
    private final RecordingUnit unit =
            new RecordingUnit(connection(), List.of(given), true, Map.of(), java.time.Instant.EPOCH);

    @Test
    void aCommandThatNothingIsSaidAboutIsDone() {
        assertThat(unit.endOf(given)).isEqualTo(End.DONE);
    }

    @Test
    void anEndIsNamedOnce() {
        unit.reject(given, "no");

        assertThat(unit.endOf(given).outcome()).isEqualTo(new Outcome.DeadLetter(Outcome.Why.REFUSED, "no"));
        assertThatThrownBy(() -> unit.notYet(given, "later")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theEndOfACommandThatWasNotGivenIsRefused() {
        Received<Body> copy = received();

        assertThatThrownBy(() -> unit.reject(copy, "no")).isInstanceOf(IllegalArgumentException.class);
    }

    private static Received<Body> received() {
        return new Received<>(TYPE, new Body(1), new Envelope("t", new byte[0], Optional.of("id"), 1, 1, Map.of()));
    }

    private static Connection connection() {
        return (Connection) Proxy.newProxyInstance(
                RecordingUnitTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    throw new UnsupportedOperationException(method.getName());
                });
    }
}
