package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.messaging.broker.Delivery;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FailedTriesTest {

    @RegisterExtension
    final WorkerLines lines = new WorkerLines();

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final FailedTries tries = new FailedTries(nanos::get);

    private static Item<?> item(String id, String type) {
        byte[] json = ("{\"type\": \"" + type + "\", \"body\": {}}").getBytes(StandardCharsets.UTF_8);
        Delivery delivery = new Delivery(id, json, Map.of("scale-attempt", "2"), false, OptionalInt.empty(), id);
        return Batch.unsorted(delivery, 1_000);
    }

    private void failed(String id, String type, String reason) {
        tries.failed(item(id, type), new Outcome.Later(Outcome.Why.FAILED, Duration.ofSeconds(4), reason));
    }

    @Test
    void oneOfEachTypeAndReasonIsToldWithItsTryAndWhenTheNextOneIs() {
        failed("m-1", "copy", "bad luck");
        failed("m-2", "copy", "bad luck");
        failed("m-3", "copy", "worse luck");
        failed("m-4", "move", "bad luck");

        assertThat(lines.all())
                .containsExactly(
                        "a command of type 'copy' has failed in attempt 2 and comes again in 4 s, the message m-1: bad luck",
                        "a command of type 'copy' has failed in attempt 2 and comes again in 4 s, the message m-3: worse luck",
                        "a command of type 'move' has failed in attempt 2 and comes again in 4 s, the message m-4: bad luck");
    }

    @Test
    void whatGoesOnFailingIsToldOfAgainEachMinuteWithTheNumberOfTheOthers() {
        for (int i = 0; i < 3; i++) {
            failed("m-" + i, "copy", "bad luck");
        }
        nanos.addAndGet(FailedTries.PERIOD.toNanos());
        failed("m-4", "copy", "bad luck");

        assertThat(lines.all())
                .hasSize(2)
                .last()
                .asString()
                .endsWith("the message m-4: bad luck (2 more since the last such line)");
    }

    @Test
    void whatFailedLongAgoIsCountedToo() {
        for (int i = 0; i < 3; i++) {
            failed("m-" + i, "copy", "bad luck");
        }
        for (int minute = 0; minute < 3; minute++) {
            nanos.addAndGet(FailedTries.PERIOD.toNanos());
            failed("other", "move", "bad luck");
        }
        nanos.addAndGet(FailedTries.PERIOD.toNanos());
        failed("m-4", "copy", "bad luck");

        assertThat(lines.all()).last().asString().endsWith("m-4: bad luck (2 more since the last such line)");
    }

    @Test
    void reasonsThatAreNeverTheSameCannotFloodLogAndMemory() {
        for (int i = 0; i < 10_000; i++) {
            failed("m-" + i, "copy", "no row " + i);
        }

        assertThat(lines.all()).hasSize(FailedTries.MOST);
    }

    @Test
    void valuesInTheDatabasesErrorsAreNotShown() {
        failed("m-1", "copy", "Batch entry 0 insert into t values ('s3cret') was aborted: ERROR: no\n  Detail: s3cret");

        assertThat(lines.all()).singleElement().asString().endsWith("m-1: ERROR: no");
    }
}
