package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.messaging.DeadLetterNotice.Kept;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeadLetterNoticeTest {

    @RegisterExtension
    final WorkerLines lines = new WorkerLines();

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final DeadLetterNotice notice = new DeadLetterNotice(nanos::get);

    private static Kept kept(@Nullable String type, String id, String reason) {
        return new Kept(type, Optional.of(id), reason);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void aBatchWithoutDeadLettersIsNotSpokenOf() {
        notice.kept(List.of());
        notice.tell();

        assertThat(lines.all()).isEmpty();
    }

    @Test
    void oneLineForABatchSaysHowManyOfWhichTypesAndGivesAnExample() {
        notice.kept(
                List.of(kept("failing", "m-1", "bad luck"), kept("failing", "m-2", "worse"), kept(null, "m-3", "x")));

        assertThat(lines.all())
                .containsExactly("3 new dead letters (failing: 2, unreadable: 1), kept with reason and body in"
                        + " scale.dead_letter; for example the message m-1: bad luck");
    }

    @Test
    void aSingleOneWithoutAnIdIsTold() {
        notice.kept(List.of(new Kept("failing", Optional.empty(), "bad luck")));

        assertThat(lines.all())
                .singleElement()
                .asString()
                .startsWith("1 new dead letter (failing: 1)")
                .contains("without an id: bad luck");
    }

    @Test
    void aStormIsSummedUpInALineEveryFewSecondsAndNoneIsLeftOut() {
        for (int i = 0; i < 10_000; i++) {
            notice.kept(List.of(kept("failing", "m-" + i, "bad luck")));
            pass(Duration.ofMillis(1));
        }
        assertThat(lines.all()).hasSize(2);
        assertThat(lines.all().get(0)).startsWith("1 new dead letter ");
        assertThat(lines.all().get(1)).startsWith("5000 new dead letters ").contains("m-1:");

        notice.tellIfDue();
        assertThat(lines.all()).hasSize(3).last().asString().startsWith("4999 new dead letters ");
        notice.tell();
        assertThat(lines.all()).hasSize(3);
    }

    @Test
    void whatIsLeftIsToldAtTheEnd() {
        notice.kept(List.of(kept("failing", "m-1", "bad luck")));
        notice.kept(List.of(kept("failing", "m-2", "bad luck")));
        notice.tellIfDue();
        assertThat(lines.all()).hasSize(1);

        notice.tell();

        assertThat(lines.all()).hasSize(2).last().asString().contains("m-2");
    }

    @Test
    void whatOthersHaveWrittenIsMadeFitAndBounded() {
        notice.kept(IntStream.range(0, 1_000)
                .mapToObj(i -> kept(
                        "t" + i + "\n\u001b" + "x".repeat(1_000),
                        "id\r\n" + "y".repeat(1_000),
                        "\u0007z".repeat(50_000)))
                .toList());

        assertThat(lines.all()).singleElement().satisfies(line -> {
            assertThat(line)
                    .hasSizeLessThan(2_000)
                    .doesNotMatch("(?s).*\\p{Cntrl}.*")
                    .contains("other types: 995");
        });
    }

    @Test
    void valuesInTheDatabasesErrorsAreNotShown() {
        notice.kept(Collections.nCopies(
                2,
                kept(
                        "thumbnail",
                        "m-1",
                        "failed in attempt 5 of 5: java.sql.BatchUpdateException: Batch entry 0 insert into t values"
                                + " ('s3cret\nbody') was aborted: ERROR: duplicate key value violates \"t_pkey\"\n"
                                + "  Detail: Key (name)=(s3cret) already exists.  Call getNextException")));

        assertThat(lines.all())
                .singleElement()
                .asString()
                .doesNotContain("s3cret")
                .endsWith("m-1: failed in attempt 5 of 5: java.sql.BatchUpdateException: ERROR: duplicate key value"
                        + " violates \"t_pkey\"");
    }
}
