package dev.scale.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.messaging.Command;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RemainderTest {

    @Test
    void keepsTheChosenElementsAndEverythingThatIsNotUnderstood() {
        String body = "{\"x\":{\"jobs\":[1,2]},\"jobs\":[{\"id\":1,\"type\":\"t\",\"input\":{\"jobs\":[1.50]}},"
                + "{\"id\":2,\"type\":\"t\",\"y\":9223372036854775808}]}";

        assertThat(cut("submit_jobs", body, Set.of(1)))
                .isEqualTo("{\"x\":{\"jobs\":[1,2]},\"jobs\":[{\"id\":2,\"type\":\"t\",\"y\":9223372036854775808}]}");
        assertThat(cut("submit_jobs", body, Set.of(0)))
                .isEqualTo("{\"x\":{\"jobs\":[1,2]},\"jobs\":[{\"id\":1,\"type\":\"t\",\"input\":{\"jobs\":[1.50]}}]}");
    }

    @Test
    void countsThroughTheListsOfAllNodes() {
        String body = "{\"started\":\"2018-03-01T10:00:00Z\",\"jobs\":[7],\"nodes\":["
                + "{\"id\":1,\"jobs\":[{\"id\":1,\"exe_num\":1},{\"id\":2,\"exe_num\":1}]},"
                + "{\"jobs\":[{\"id\":3,\"exe_num\":1}],\"id\":2}]}";

        assertThat(cut("running_jobs", body, Set.of(0, 2)))
                .isEqualTo("{\"started\":\"2018-03-01T10:00:00Z\",\"jobs\":[7],\"nodes\":["
                        + "{\"id\":1,\"jobs\":[{\"id\":1,\"exe_num\":1}]},"
                        + "{\"jobs\":[{\"id\":3,\"exe_num\":1}],\"id\":2}]}");
    }

    @Test
    void wholeBodyNeedsNoCopy() {
        assertThat(cut("submit_jobs", "{\"jobs\":[{\"id\":1,\"type\":\"t\"}]}", Set.of(0)))
                .isNull();
    }

    private static String cut(String type, String body, Set<Integer> kept) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        JobCommand command =
                JobBatches.received(new Command("id", type, bytes, "id")).body();
        byte[] rest = Remainder.of(command, bytes, kept);
        return rest == null ? null : new String(rest, StandardCharsets.UTF_8);
    }
}
