package dev.scale.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.messaging.Command;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
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

    @Test
    void cancelMayListItsJobsInTwoWays() {
        String body =
                "{\"job_ids\":[1,\"2\"],\"when\":\"2018-03-01T10:00:00Z\",\"jobs\":[{\"id\":3},{\"id\":4,\"x\":1}]}";

        assertThat(cut("cancel_jobs", body, Set.of(1, 3)))
                .isEqualTo("{\"job_ids\":[\"2\"],\"when\":\"2018-03-01T10:00:00Z\",\"jobs\":[{\"id\":4,\"x\":1}]}");
    }

    @Test
    void numberIsAddedToAnElementThatHasNone() {
        String body =
                "{\"job_ids\":[1,\"2\"],\"when\":\"2018-03-01T10:00:00Z\",\"jobs\":[{\"id\":3,\"exe_num\":null,\"x\":1}]}";
        Remainder.Part seventh = Remainder.Part.numbered(7);

        String rest = cut("cancel_jobs", body, Map.of(0, Remainder.Part.AS_IT_IS, 1, seventh, 2, seventh));

        assertThat(rest)
                .isEqualTo("{\"job_ids\":[1,{\"id\":\"2\",\"exe_num\":7}],\"when\":\"2018-03-01T10:00:00Z\","
                        + "\"jobs\":[{\"id\":3,\"x\":1,\"exe_num\":7}]}");
        CancelJobs read = (CancelJobs)
                JobBatches.received(Command.ofJson("cancel_jobs", rest, null)).body();
        assertThat(read.jobs())
                .containsExactly(
                        new CancelJobs.Target(1, OptionalInt.empty()),
                        new CancelJobs.Target(2, OptionalInt.of(7)),
                        new CancelJobs.Target(3, OptionalInt.of(7)));
    }

    @Test
    void endsOfExecutionsAreListedUnderTheirOwnName() {
        String end = "{\"job_id\":%d,\"exe_num\":1,\"status\":\"COMPLETED\",\"ended\":\"2018-03-01T10:00:00Z\","
                + "\"task_results\":{\"jobs\":[1]}}";
        String body = "{\"job_exe_end_models\":[" + end.formatted(1) + "," + end.formatted(2) + "],\"jobs\":[7]}";

        assertThat(cut("create_job_exe_ends", body, Set.of(1)))
                .isEqualTo("{\"job_exe_end_models\":[" + end.formatted(2) + "],\"jobs\":[7]}");
    }

    private static String cut(String type, String body, Set<Integer> kept) {
        return cut(
                type,
                body,
                kept.stream().collect(Collectors.toMap(position -> position, position -> Remainder.Part.AS_IT_IS)));
    }

    private static String cut(String type, String body, Map<Integer, Remainder.Part> parts) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        JobCommand command =
                JobBatches.received(new Command("id", type, bytes, "id")).body();
        byte[] rest = Remainder.of(command, bytes, parts);
        return rest == null ? null : new String(rest, StandardCharsets.UTF_8);
    }
}
