package dev.scale.app.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scale.app.Failure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorNamesTest {

    private static final ErrorNames NAMES = ErrorNames.parse(
            "errors.txt",
            List.of(
                    "# codes of our programs",
                    "",
                    "checksum  3  bad-input   # of the sender",
                    "*         3  other-input",
                    "*  137  out-of-memory",
                    "\tthumbnail\ttimeout\ttoo-slow"));

    private static String name(String type, int exitCode, boolean timedOut) {
        return NAMES.name(Optional.ofNullable(type), new Ending(exitCode, timedOut, null, Instant.EPOCH, ""));
    }

    @Test
    void theLineOfTheTypeGoesBeforeTheOneOfAnyType() {
        assertThat(name("checksum", 3, false)).isEqualTo("bad-input");
        assertThat(name("thumbnail", 3, false)).isEqualTo("other-input");
        assertThat(name(null, 3, false)).isEqualTo("other-input");
    }

    @Test
    void withoutALineTheNameTellsTheCodeTheSignalOrTheTimeout() {
        assertThat(name("checksum", 4, false)).isEqualTo("exit-4");
        assertThat(name("checksum", 143, false)).isEqualTo("signal-15");
        assertThat(name("checksum", 193, false)).isEqualTo("exit-193");
        assertThat(name("checksum", 0, true)).isEqualTo("timeout");
    }

    @Test
    void signalsAndTimeoutsHaveNamesToo() {
        assertThat(name("checksum", 137, false)).isEqualTo("out-of-memory");
        assertThat(name("thumbnail", 143, true)).isEqualTo("too-slow");
    }

    @ParameterizedTest
    @ValueSource(strings = {"checksum 3", "checksum 0 fine", "checksum x bad", "a 256 b", "a 1 b c", "a signal-0 b"})
    void anyOtherLineIsNamedWithItsPlace(String line) {
        assertThatThrownBy(() -> ErrorNames.parse("errors.txt", List.of("# one", line)))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("errors.txt, line 2");
    }
}
