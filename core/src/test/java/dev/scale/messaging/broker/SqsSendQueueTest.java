package dev.scale.messaging.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SqsSendQueueTest {

    private static final int MIB = 1024 * 1024;

    private final SqsSendQueue waiting = new SqsSendQueue("test");

    private static OutgoingMessage sized(String id, int bytes) {
        byte[] body = new byte[bytes];
        Arrays.fill(body, (byte) 'x');
        return new OutgoingMessage(id, body, Map.of());
    }

    private PublishBatch add(OutgoingMessage... messages) {
        PublishBatch batch = new PublishBatch(List.of(messages));
        waiting.add(batch);
        return batch;
    }

    private List<String> take(int largest, boolean fifo) {
        return ids(entries(largest, fifo));
    }

    private List<SqsSendQueue.Entry> entries(int largest, boolean fifo) {
        return waiting.take("q", new SqsQueue.Facts("url", fifo, largest, Duration.ofSeconds(30)), Instant.EPOCH);
    }

    private static List<String> ids(List<SqsSendQueue.Entry> entries) {
        return entries.stream().map(entry -> entry.message().message().id()).toList();
    }

    @Test
    void tenFromSeveralPublishesMakeARequest() {
        for (int i = 0; i < 12; i++) {
            add(sized(String.valueOf(i), 1));
        }

        assertThat(take(MIB, false)).hasSize(10).startsWith("0").endsWith("9");
        assertThat(take(MIB, false)).containsExactly("10", "11");
        assertThat(take(MIB, false)).isEmpty();
    }

    @Test
    void bytesOfARequestStayBelowTheLimit() {
        add(IntStream.range(0, 10)
                .mapToObj(number -> sized(String.valueOf(number), 200_000))
                .toArray(OutgoingMessage[]::new));

        assertThat(take(MIB, false)).hasSize(5);
        assertThat(take(MIB, false)).hasSize(5);
    }

    @Test
    void bytesAreThoseOfUtf8AndOfTheAttribute() {
        String letters = "ü".repeat(90_000);
        add(IntStream.range(0, 10)
                .mapToObj(number ->
                        new OutgoingMessage(String.valueOf(number), BrokerTest.bytes("\"" + letters + "\""), Map.of()))
                .toArray(OutgoingMessage[]::new));
        List<Integer> sizes = new ArrayList<>();
        for (List<String> request = take(256 * 1024, false); !request.isEmpty(); request = take(256 * 1024, false)) {
            sizes.add(request.size());
        }
        assertThat(sizes).hasSize(10).containsOnly(1);

        int one = SqsMessage.of(sized("a", 500), "test", Instant.EPOCH).bytes();
        add(sized("a", 500), sized("b", 500), sized("c", 500));
        assertThat(take(2 * one - 1, false)).containsExactly("a");
        assertThat(take(2 * one, false)).containsExactly("b", "c");
    }

    @Test
    void theOversizeOneIsRefusedByNameAndItsNeighboursGo() throws Exception {
        PublishBatch batch = add(sized("a", 10), sized("giant", 2_000), sized("b", 10));

        List<SqsSendQueue.Entry> request = entries(1_500, false);
        request.forEach(SqsSendQueue.Entry::confirm);

        assertThat(ids(request)).containsExactly("a", "b");
        PublishReport report = batch.report().toCompletableFuture().get(1, TimeUnit.MINUTES);
        assertThat(report.unconfirmed()).singleElement().satisfies(refused -> {
            assertThat(refused.message().id()).isEqualTo("giant");
            assertThat(refused.cause()).isEqualTo(PublishReport.Cause.REFUSED);
            assertThat(refused.reason()).contains("giant", "1500");
        });
    }

    @Test
    void aMessageGroupIsInOneRequestAtATime() {
        OutgoingMessage[] messages = IntStream.range(0, 14)
                .mapToObj(number -> new OutgoingMessage(
                        String.valueOf(number), new byte[1], Map.of(), number == 13 ? "other" : "one"))
                .toArray(OutgoingMessage[]::new);
        add(messages);

        List<SqsSendQueue.Entry> first = entries(MIB, true);
        assertThat(ids(first)).hasSize(10).startsWith("0").endsWith("9");
        assertThat(take(MIB, true)).containsExactly("13");
        assertThat(take(MIB, true)).isEmpty();

        waiting.over(first);
        assertThat(take(MIB, true)).containsExactly("10", "11", "12");
    }

    @Test
    void whatHasEndedIsNotSentAndWhatWaitsCanBeEnded() throws Exception {
        PublishBatch late = add(sized("late", 1));
        late.failRest("too late");
        PublishBatch batch = add(sized("a", 1));

        waiting.fail("away");

        assertThat(take(MIB, false)).isEmpty();
        assertThat(batch.report().toCompletableFuture().get(1, TimeUnit.MINUTES).unconfirmed())
                .extracting(PublishReport.Unconfirmed::reason)
                .containsExactly("away");
    }
}
