package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.messaging.broker.Headers;
import dev.scale.messaging.broker.OutgoingMessage;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Commands that are not done at their first try: when they come again, as what, and how often. */
class LaterTriesTest extends CountingWorkerTest {

    private static final Duration SOON = Duration.ofMillis(5);

    private final List<Envelope> seen = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean known;

    private void start(TryLimits limits) {
        worker.close();
        worker = newWorker(HandlerGroup.of(COUNT, this::countOrPutOff), WorkerOptions.DEFAULTS.withTries(limits));
        worker.start();
    }

    private static TryLimits limits(int attempts, Duration early) {
        return new TryLimits(new RetryPolicy(attempts, SOON), early, Duration.ofDays(15));
    }

    private void countOrPutOff(List<Received<Count>> commands, UnitOfWork unit) throws SQLException {
        batchSizes.add(commands.size());
        for (Received<Count> command : commands) {
            seen.add(command.envelope());
            Envelope envelope = command.envelope();
            switch (command.body().how()) {
                case "second time lucky" -> {
                    if (envelope.attempt() == 1) {
                        throw new IllegalStateException("bad luck");
                    }
                    add(unit, command.body());
                }
                case "until known" -> {
                    if (known) {
                        add(unit, command.body());
                    } else {
                        unit.notYet(command, "unknown so far");
                    }
                }
                case "in parts" -> {
                    byte[] rest = "{\"counter\":\"%s\",\"by\":1,\"how\":\"well\"}"
                            .formatted(counter)
                            .getBytes(StandardCharsets.UTF_8);
                    add(unit, command.body());
                    unit.notYet(command, "half of it", rest);
                    unit.reject(command, "the other half", "{\"bad\":1}".getBytes(StandardCharsets.UTF_8));
                }
                case "never" -> unit.retryLater(command, SOON, "no luck today", null);
                default -> add(unit, command.body());
            }
        }
    }

    @Test
    void whatFailsOnceIsTriedAgainAndAppliedOnce() {
        start(limits(5, Duration.ofHours(1)));
        Command unlucky = Command.of(COUNT, new Count(counter, 5, "second time lucky"));
        sender.send(List.of(unlucky));
        send(10, "well");

        await().untilAsserted(() -> assertThat(total()).isEqualTo(15));

        assertThat(endings(unlucky.id())).containsExactly("1 later", "2 done");
        assertQueueIsEmpty();
        assertOutboxIsEmpty(unlucky.id());
    }

    @Test
    void whatKeepsFailingIsADeadLetterAfterItsLastAttempt() {
        start(limits(3, Duration.ofHours(1)));
        Command hopeless = Command.of(COUNT, new Count(counter, 1, "never"));
        sender.send(List.of(hopeless));

        await().untilAsserted(() ->
                assertThat(reasons(hopeless.id())).containsExactly("failed in attempt 3 of 3: no luck today"));
        assertThat(endings(hopeless.id())).containsExactly("1 later", "2 later", "3 dead letter");
        assertThat(seen).extracting(Envelope::attempt).containsExactly(1, 2, 3);
    }

    @Test
    void aGroupMayHaveItsOwnPolicy() {
        worker.close();
        worker = newWorker(HandlerGroup.of(COUNT, this::count).retry(new RetryPolicy(2, SOON)), WorkerOptions.DEFAULTS);
        worker.start();
        Command alone = Command.of(COUNT, new Count(counter, 1, "throw"));
        sender.send(List.of(alone));

        await().untilAsserted(() ->
                assertThat(reasons(alone.id())).singleElement().asString().startsWith("failed in attempt 2 of 2"));
    }

    @Test
    void anEarlyCommandWaitsWithoutLosingAttempts() {
        start(limits(1, Duration.ofHours(1)));
        Command early = Command.of(COUNT, new Count(counter, 1, "until known"));
        sender.send(List.of(early));
        await().untilAsserted(() -> assertThat(endings(early.id())).contains("2 later"));

        known = true;

        await().untilAsserted(() -> assertThat(total()).isEqualTo(1));
        assertThat(seen).extracting(Envelope::attempt).containsOnly(1);
        Envelope last = seen.get(seen.size() - 1);
        assertThat(Timestamps.parse(last.headers().get(Headers.PUT_OFF)))
                .isBefore(Instant.now().plusSeconds(60));
        assertThat(reasons(early.id())).isEmpty();
    }

    @Test
    void anEarlyCommandIsADeadLetterOnceTheLimitIsOver() {
        start(limits(5, Duration.ofMillis(500)));
        Command early = Command.of(COUNT, new Count(counter, 1, "until known"));
        sender.send(List.of(early));

        await().untilAsserted(() ->
                assertThat(reasons(early.id())).singleElement().asString().contains("still early", "unknown so far"));
    }

    @Test
    void aCommandOfAnUnknownTypeWaitsForAHandlerThatKnowsIt() {
        start(limits(5, Duration.ofHours(1)));
        Command unknown = Command.ofJson("not_so_far", "{}", null);
        sender.send(List.of(unknown));

        await().untilAsserted(() -> assertThat(endings(unknown.id())).containsExactly("1 later"));
        assertThat(reasons(unknown.id())).isEmpty();
        assertThat(POSTGRES.column(
                        "select headers ->> 'scale-attempt' from scale.outbox where message_id = ?", unknown.id()))
                .containsExactly((String) null);
    }

    @Test
    void oneRemainderComesLaterAndAnotherIsGivenUp() {
        start(limits(5, Duration.ofHours(1)));
        Command parts = Command.of(COUNT, new Count(counter, 10, "in parts"));
        sender.send(List.of(parts));

        await().untilAsserted(() -> assertThat(total()).isEqualTo(11));
        assertThat(endings(parts.id())).containsExactly("1 later", "2 done");
        assertThat(POSTGRES.column(
                        "select convert_from(body, 'UTF8') from scale.dead_letter where message_id = ?", parts.id()))
                .containsExactly("{\"type\": \"count\", \"body\": {\"bad\":1}}");
    }

    @Test
    void laterTriesShareNoBatchWithFirstOnes() {
        List<OutgoingMessage> messages = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            byte[] body = EnvelopeCodec.encode("count", EnvelopeCodec.encodeBody(COUNT, new Count(counter, 1, "well")));
            messages.add(new OutgoingMessage(counter + i, body, i % 2 == 0 ? Map.of() : Map.of(Headers.TRY, "2")));
        }
        broker.publish(messages).toCompletableFuture().join();
        start(limits(5, Duration.ofHours(1)));

        await().untilAsserted(() -> assertThat(total()).isEqualTo(20));
        assertThat(batchSizes).contains(10).doesNotContain(20);
    }

    @Test
    void aForeignCommandWithoutAnIdGetsOneWhenItComesLater() {
        start(limits(5, Duration.ofHours(1)));
        byte[] body = EnvelopeCodec.encode(
                "count", EnvelopeCodec.encodeBody(COUNT, new Count(counter, 1, "second time lucky")));
        broker.publish(List.of(new OutgoingMessage("", body, Map.of())))
                .toCompletableFuture()
                .join();

        await().untilAsserted(() -> assertThat(total()).isEqualTo(1));
        assertThat(seen.get(0).id()).isEmpty();
        assertThat(seen.get(1).id()).isPresent();
        assertThat(seen.get(1).tryNumber()).isEqualTo(2);
    }

    @Test
    void whatWasPublishedBeforeTheInboxRemembersIsADeadLetter() {
        byte[] body = EnvelopeCodec.encode("count", EnvelopeCodec.encodeBody(COUNT, new Count(counter, 1, "well")));
        // So short a memory that everything is older than it.
        Duration memory = Duration.ofDays(1).plusNanos(1);
        start(new TryLimits(RetryPolicy.DEFAULT, Duration.ofHours(1), memory));
        broker.publish(List.of(new OutgoingMessage(counter, body, Map.of())))
                .toCompletableFuture()
                .join();

        awaitEnded(1);
        assertThat(reasons(counter)).singleElement().asString().startsWith("older than memory");
        assertThat(total()).isZero();
    }

    private List<String> endings(String messageId) {
        return POSTGRES.column(
                "select try || ' ' || ending from scale.inbox where message_id = ? order by try", messageId);
    }

    private void assertOutboxIsEmpty(String messageId) {
        assertThat(POSTGRES.number("select count(*) from scale.outbox where message_id = ?", messageId))
                .isZero();
    }
}
