package dev.scale.acceptance.broker.sqs;

import static dev.scale.messaging.broker.BrokerContract.publish;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.OutgoingMessage;
import dev.scale.messaging.broker.PublishReport;
import dev.scale.messaging.broker.PublishReport.Cause;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Batches of which parts fail, and requests that fail or only seem to: what was taken is confirmed, nothing else is. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SqsSendingIT extends OnFakeSqs {

    private static final int MIB = 1024 * 1024;

    @Test
    void onlyWhatTheServerFailedOrLeftOutIsSentAgain() throws Exception {
        sqs.next(
                "SendMessageBatch",
                SqsFault.entries(Map.of(
                        2, EntryFate.SERVERS_FAULT,
                        5, EntryFate.SENDERS_FAULT,
                        7, EntryFate.UNMENTIONED)));

        PublishReport report = publish(broker, numbered(10));

        assertThat(ids(report)).containsExactly("5");
        assertThat(report.unconfirmed().get(0).cause()).isEqualTo(Cause.REFUSED);
        assertThat(report.unconfirmed().get(0).reason()).contains("5").contains("This will never be taken");
        assertThat(texts()).containsExactlyInAnyOrder("0", "1", "2", "3", "4", "6", "7", "8", "9");
        assertThat(sent()).isEqualTo(12);
    }

    @Test
    void whatFailsAgainAndAgainIsReportedAndHoldsUpNothingElse() throws Exception {
        sqs.always("SendMessageBatch", SqsFault.entries(Map.of(0, EntryFate.SERVERS_FAULT)));
        broker = open(options.withPublishLimit(Duration.ofSeconds(4)));

        PublishReport report = publish(broker, numbered(10));

        assertThat(report.unconfirmed()).singleElement().satisfies(one -> {
            assertThat(one.message().id()).isEqualTo("0");
            assertThat(one.cause()).isEqualTo(Cause.OUTAGE);
        });
        assertThat(texts()).hasSize(9).doesNotContain("0");
        assertThat(sqs.requests("SendMessageBatch")).as("with pauses between").hasSizeBetween(2, 30);
    }

    @Test
    void whatIsNeverMentionedIsNotConfirmed() throws Exception {
        sqs.always("SendMessageBatch", SqsFault.entries(Map.of(0, EntryFate.UNMENTIONED)));
        broker = open(options.withPublishLimit(Duration.ofSeconds(4)));

        PublishReport report = publish(broker, numbered(3));

        assertThat(ids(report)).containsExactly("0");
        assertThat(report.unconfirmed().get(0).cause()).isEqualTo(Cause.OUTAGE);
        assertThat(texts()).containsExactlyInAnyOrder("1", "2");
    }

    @Test
    void whatWasTakenWithoutAWordComesTwiceUnderTheSameId() throws Exception {
        sqs.next(
                "SendMessageBatch",
                SqsFault.entries(Map.of(0, EntryFate.UNMENTIONED_THOUGH_DONE, 1, EntryFate.SERVERS_FAULT_THOUGH_DONE)));

        PublishReport report = publish(broker, numbered(3));

        assertThat(report.unconfirmed()).isEmpty();
        assertThat(texts()).containsExactlyInAnyOrder("0", "0", "1", "1", "2");
        assertThat(drain(3)).containsExactly("0", "1", "2");
    }

    static Stream<Arguments> passingFaults() {
        return Stream.of(
                Arguments.of("throttled", SqsFault.error(SqsError.THROTTLED)),
                Arguments.of("too many requests", SqsFault.error(SqsError.TOO_MANY_REQUESTS)),
                Arguments.of("internal error", SqsFault.error(SqsError.INTERNAL)),
                Arguments.of("unavailable", SqsFault.error(SqsError.UNAVAILABLE)),
                Arguments.of("bad gateway", SqsFault.badGateway()),
                Arguments.of("cut", SqsFault.cut()),
                Arguments.of("taken and then an error", SqsFault.takenAndThenError(SqsError.INTERNAL)),
                Arguments.of("taken and cut", SqsFault.takenAndCut()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("passingFaults")
    void aPassingFaultIsOvercome(String name, SqsFault fault) throws Exception {
        sqs.next("SendMessageBatch", fault, fault);

        PublishReport report = publish(broker, numbered(25));

        assertThat(report.unconfirmed()).as(name).isEmpty();
        assertThat(report.confirmed()).hasSize(25);
        assertThat(sqs.isPlayed()).isTrue();
        assertThat(texts())
                .contains(IntStream.range(0, 25).mapToObj(Integer::toString).toArray(String[]::new));
        assertThat(drain(25)).hasSize(25);
    }

    static Stream<Arguments> lastingFaults() {
        return Stream.concat(
                passingFaults(),
                Stream.of(
                        Arguments.of("silence", SqsFault.silence()),
                        Arguments.of("taken and silent", SqsFault.takenAndSilent()),
                        Arguments.of("expired token", SqsFault.error(SqsError.EXPIRED_TOKEN)),
                        Arguments.of("time too skewed", SqsFault.error(SqsError.TIME_TOO_SKEWED)),
                        Arguments.of("signature expired", SqsFault.error(SqsError.SIGNATURE_EXPIRED)),
                        Arguments.of("wrong secret", SqsFault.error(SqsError.WRONG_SECRET)),
                        Arguments.of("unknown key", SqsFault.error(SqsError.UNKNOWN_KEY)),
                        Arguments.of("access denied", SqsFault.error(SqsError.ACCESS_DENIED)),
                        Arguments.of("no queue", SqsFault.error(SqsError.NO_QUEUE))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lastingFaults")
    void aLastingFaultIsAnOutageOfWhichNoMessageIsToBlame(String name, SqsFault fault) throws Exception {
        broker = open(options.withPublishLimit(Duration.ofSeconds(3)));
        sqs.always(fault);

        PublishReport report = publish(broker, numbered(3));

        assertThat(report.confirmed()).as(name).isEmpty();
        assertThat(report.unconfirmed()).hasSize(3).allSatisfy(one -> {
            assertThat(one.cause()).isEqualTo(Cause.OUTAGE);
            assertThat(one.reason()).isNotBlank().doesNotContain(FakeSqs.SECRET).doesNotContain("\n");
        });

        sqs.heal();
        PublishReport again = publish(broker, numbered(3));
        assertThat(again.unconfirmed()).isEmpty();
        assertThat(drain(3)).containsExactly("0", "1", "2");
    }

    @Test
    void aQueueThatIsDeletedAndMadeAgainIsFoundAgain() throws Exception {
        broker = open(options.withPublishLimit(Duration.ofSeconds(3)));
        assertThat(publish(broker, numbered(1)).unconfirmed()).isEmpty();
        sqs.delete(NAME);

        PublishReport missing = publish(broker, numbered(2));
        queue = sqs.queue(NAME);
        PublishReport found = publish(broker, numbered(3));

        assertThat(missing.confirmed()).isEmpty();
        assertThat(missing.unconfirmed()).allSatisfy(one -> {
            assertThat(one.cause()).isEqualTo(Cause.OUTAGE);
            assertThat(one.reason()).contains(NAME);
        });
        assertThat(found.unconfirmed()).isEmpty();
        assertThat(texts()).containsExactly("0", "1", "2");
    }

    @Test
    void tenOfTwoHundredThousandBytesGoInSeveralRequestsAndNoneIsRefused() throws Exception {
        List<OutgoingMessage> messages = sized(10, 200_000, "x");

        PublishReport report = publish(broker, messages);

        assertThat(report.unconfirmed()).isEmpty();
        assertThat(queue.bodies()).hasSize(10);
        assertThat(sqs.requests("SendMessageBatch")).hasSize(2);
    }

    @Test
    void sizesAreThoseInUtf8WithAttributes() throws Exception {
        queue.sizeLimit(256 * 1024);
        List<OutgoingMessage> messages = sized(10, 90_000, "ü");

        PublishReport report = publish(broker, messages);

        assertThat(report.unconfirmed()).isEmpty();
        assertThat(queue.bodies()).hasSize(10);
        assertThat(sqs.requests("SendMessageBatch")).hasSize(10);
    }

    @Test
    void whatIsTooLargeForTheQueueIsRefusedByNameBeforeItsNeighboursAreSent() throws Exception {
        queue.sizeLimit(100_000);
        List<OutgoingMessage> messages = new ArrayList<>(numbered(4));
        messages.add(2, message("giant", "\"" + "x".repeat(100_000) + "\""));

        PublishReport report = publish(broker, messages);

        assertThat(ids(report)).containsExactly("giant");
        assertThat(report.unconfirmed().get(0).cause()).isEqualTo(Cause.REFUSED);
        assertThat(report.unconfirmed().get(0).reason()).contains("giant").contains("100000");
        assertThat(texts()).containsExactly("0", "1", "2", "3");
        assertThat(sent()).isEqualTo(4);
        assertThat(broker.maxBody()).isLessThanOrEqualTo(100_000);
    }

    @Test
    void theLargestThatTheBrokerPromisesToTakeIsTaken() throws Exception {
        for (int limit : new int[] {1024, 256 * 1024, MIB}) {
            queue.sizeLimit(limit);
            broker = open(BrokerOptions.forQueue(NAME));
            OutgoingMessage largest = message("largest", "x".repeat(broker.maxBody()));

            PublishReport report = publish(broker, List.of(message("before"), largest, message("after")));

            assertThat(report.unconfirmed()).as("limit %d", limit).isEmpty();
        }
    }

    @Test
    void sizesOfManyKindsAreAllTaken() throws Exception {
        queue.sizeLimit(2_000);
        List<OutgoingMessage> messages = new ArrayList<>();
        for (int size = 0; size < 1_000; size += 7) {
            String id = "ü" + size;
            messages.add(new OutgoingMessage(
                    id,
                    ("{\"type\":\"echo\",\"body\":\"" + "x".repeat(size) + "\"}").getBytes(StandardCharsets.UTF_8),
                    Map.of("x-more", "\u20ac".repeat(size % 50))));
        }

        PublishReport report = publish(broker, messages);

        assertThat(report.unconfirmed()).isEmpty();
        assertThat(queue.bodies()).hasSize(messages.size());
        assertThat(sent()).as("none was refused and sent again").isEqualTo(messages.size());
    }

    private static List<OutgoingMessage> sized(int count, int letters, String letter) {
        return IntStream.range(0, count)
                .mapToObj(number -> message("m" + number, "\"" + letter.repeat(letters) + "\""))
                .toList();
    }

    private long sent() {
        return sqs.requests("SendMessageBatch").stream()
                        .mapToLong(request -> request.entries().size())
                        .sum()
                + sqs.requests("SendMessage").size();
    }
}
