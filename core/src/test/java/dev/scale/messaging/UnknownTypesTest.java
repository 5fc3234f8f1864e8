package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UnknownTypesTest {

    @RegisterExtension
    final WorkerLines lines = new WorkerLines();

    private final UnknownTypes types = new UnknownTypes(Duration.ofHours(24));

    @Test
    void eachOneIsToldOfOnceAndWhatToDo() {
        types.met("runing_jobs");
        types.met("runing_jobs");
        types.met("other");

        assertThat(lines.all()).hasSize(2);
        assertThat(lines.all().get(0))
                .isEqualTo(
                        "no handler takes the command type 'runing_jobs': such commands come again for 24 h, then they"
                                + " are dead letters; run a handler that has this type, or correct the sender");
    }

    @Test
    void namesAreMadeFitAndBounded() {
        types.met("a\nb\u001b" + "x".repeat(100_000));

        assertThat(lines.all())
                .singleElement()
                .asString()
                .contains("'a b x")
                .hasSizeLessThan(400)
                .doesNotContain("\n");
    }

    @Test
    void aSenderThatMakesUpTypesCannotFloodLogAndMemory() {
        for (int i = 0; i < 10_000; i++) {
            types.met("type-" + i);
        }

        assertThat(lines.all()).hasSize(UnknownTypes.MOST);
        assertThat(lines.with("further unknown types are not told of"))
                .containsExactly(lines.all().get(99));
    }
}
