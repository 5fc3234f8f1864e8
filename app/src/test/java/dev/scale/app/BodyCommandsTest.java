package dev.scale.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scale.messaging.Command;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BodyCommandsTest {

    private static BodySources input(String text) {
        InputStream bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        return BodySources.of(null, List.of(), bytes, 1_000);
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    @Test
    void withoutATypeEachValueIsAWholeCommandOfItsOwnType() {
        BodyCommands commands = new BodyCommands(
                null, input("{\"type\": \"a\", \"body\": {\"n\": 1.50}}\n{\"body\": 2, \"type\": \"b\"}"), 1);
        List<Command> all = new ArrayList<>();
        commands.forEachRemaining(all::add);

        assertThat(all).extracting(Command::type).containsExactly("a", "b");
        assertThat(all).extracting(command -> text(command.body())).containsExactly("{\"n\": 1.50}", "2");
        assertThat(all).extracting(Command::id).doesNotHaveDuplicates();
        assertThat(commands.place(all.get(1))).isEqualTo("line 2");
    }

    @Test
    void whatComesFromTheSpoolOrFromADeadLetterCanBeSentUnderItsId() {
        Command kept = Command.ofJson("a", "[1]", "the-id");

        Command again = new BodyCommands(null, input(text(kept.envelope())), 1).only("the-id");

        assertThat(again.id()).isEqualTo("the-id");
        assertThat(text(again.envelope())).isEqualTo(text(kept.envelope()));
    }

    @Test
    void aBodyAloneNeedsItsTypeAndIsToldSo() {
        assertThatThrownBy(() -> new BodyCommands(null, input("\n{\"jobs\": []}"), 1).next())
                .isInstanceOf(Failure.class)
                .hasMessage("the command at line 2: the message has no type; without -t whole commands are expected,"
                        + " {\"type\": …, \"body\": …}; neither it nor anything after it was sent");
    }

    @Test
    void withATypeAValueIsABody() {
        Command command = new BodyCommands("a", input("{\"type\": \"b\", \"body\": 1}"), 1).next();

        assertThat(command.type()).isEqualTo("a");
        assertThat(text(command.body())).isEqualTo("{\"type\": \"b\", \"body\": 1}");
    }
}
