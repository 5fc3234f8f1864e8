package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.messaging.broker.Delivery;
import dev.scale.messaging.broker.Headers;
import dev.scale.messaging.store.TransactionLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which commands of a paused group are tried, by a clock that is turned by hand. */
class PausableGroupsTest {

    @RegisterExtension
    static final TestDatabase POSTGRES = new TestDatabase();

    record Nothing() {}

    private static final CommandType<Nothing> BAD = CommandType.of("bad", Nothing.class);
    private static final CommandType<Nothing> GOOD = CommandType.of("good", Nothing.class);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2030-01-01T00:00:00Z"));
    private final Set<CommandType<?>> failing = new HashSet<>(Set.of(BAD));
    private final List<Received<Nothing>> tried = new ArrayList<>();
    private final HandlerGroup<Nothing> group = HandlerGroup.of("g", List.of(BAD, GOOD), this::handle);
    private PausableGroups groups;
    private boolean unavailable;

    @BeforeEach
    void make() {
        StopSignal stop = new StopSignal();
        Marks marks = new Marks(POSTGRES.database(), ThisProcess.handling("q"), Pulse.DEFAULTS);
        GroupTransaction transaction = new GroupTransaction(
                TransactionLimits.ofHandler(Duration.ofSeconds(60)),
                TryLimits.DEFAULTS,
                new Ends("q"),
                marks,
                Tracing.NONE,
                stop);
        groups = new PausableGroups(new GroupHandling(new Commits(POSTGRES.database(), stop), transaction), now::get);
    }

    private void handle(List<Received<Nothing>> commands, UnitOfWork unit) {
        tried.addAll(commands);
        for (Received<Nothing> command : commands) {
            if (failing.contains(command.type())) {
                if (unavailable) {
                    throw new Unavailable("down", Duration.ofSeconds(5));
                }
                unit.retryLater(command, "bad luck");
            }
        }
    }

    private Map<Item<Nothing>, End> handle(List<Item<Nothing>> items) throws Exception {
        tried.clear();
        Map<Item<Nothing>, End> ends = groups.handle(group, items).ends();
        assertThat(ends).hasSameSizeAs(items);
        return ends;
    }

    private static List<Item<Nothing>> items(CommandType<Nothing> type, int number, int attempt) {
        return IntStream.range(0, number).mapToObj(i -> item(type, attempt)).toList();
    }

    private static Item<Nothing> item(CommandType<Nothing> type, int attempt) {
        byte[] body = EnvelopeCodec.encode(type.name(), new byte[] {'{', '}'});
        Map<String, String> headers = Map.of(Headers.ATTEMPT, String.valueOf(attempt));
        Delivery delivery =
                new Delivery(UUID.randomUUID().toString(), body, headers, false, OptionalInt.empty(), new Object());
        Envelope envelope = EnvelopeCodec.decode(delivery, 1_000);
        return new Item<>(delivery, envelope, new Received<>(type, new Nothing(), envelope));
    }

    private static List<Item<Nothing>> together(List<Item<Nothing>> some, List<Item<Nothing>> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    private List<Integer> attemptsTried(CommandType<?> type) {
        return tried.stream()
                .filter(command -> command.type().equals(type))
                .map(command -> command.envelope().attempt())
                .toList();
    }

    private static long putOff(Map<Item<Nothing>, End> ends) {
        return ends.values().stream()
                .filter(end -> end.outcome() instanceof Outcome.Later later
                        && later.why() == Outcome.Why.PUT_OFF
                        && !later.counted())
                .count();
    }

    private static long done(Map<Item<Nothing>, End> ends) {
        return ends.values().stream().filter(End.DONE::equals).count();
    }

    private void pass(int seconds) {
        now.updateAndGet(before -> before.plusSeconds(seconds));
    }

    private void pauseByFailures() throws Exception {
        handle(items(BAD, 50, 1));
    }

    @Test
    void aTypeThatFailsSteadilyKeepsNoOtherOneWaiting() throws Exception {
        pauseByFailures();

        Map<Item<Nothing>, End> ends = handle(together(items(BAD, 200, 1), items(GOOD, 30, 1)));

        assertThat(done(ends)).isEqualTo(30);
        assertThat(putOff(ends)).isEqualTo(200);
        assertThat(attemptsTried(BAD)).isEmpty();
    }

    @Test
    void oneCommandOfEachTypeIsTriedAndTheOthersArePutOffUncounted() throws Exception {
        pauseByFailures();
        failing.add(GOOD);

        assertThat(putOff(handle(together(items(BAD, 20, 1), items(GOOD, 20, 1)))))
                .isEqualTo(39);
        assertThat(attemptsTried(BAD)).isEmpty();
        assertThat(attemptsTried(GOOD)).hasSize(1);

        pass(4);
        assertThat(putOff(handle(together(items(BAD, 20, 1), items(GOOD, 20, 1)))))
                .isEqualTo(40);

        pass(1);
        for (int i = 0; i < 5; i++) {
            handle(together(items(BAD, 20, 1), items(GOOD, 20, 1)));
            assertThat(attemptsTried(BAD)).hasSize(i == 0 ? 1 : 0);
            assertThat(attemptsTried(GOOD)).hasSize(i == 0 ? 1 : 0);
        }
    }

    @Test
    void whatIsAtItsFirstAttemptIsPreferred() throws Exception {
        pauseByFailures();
        pass(5);

        handle(together(items(BAD, 20, 3), items(BAD, 1, 1)));
        assertThat(attemptsTried(BAD)).containsExactly(1);

        pass(5);
        handle(items(BAD, 20, 3));
        assertThat(attemptsTried(BAD)).containsExactly(3);
    }

    @Test
    void aTypeThatWorksEndsThePauseForItselfAndThoseAfterIt() throws Exception {
        pauseByFailures();
        failing.clear();
        pass(5);

        assertThat(done(handle(together(items(BAD, 20, 2), items(GOOD, 20, 1)))))
                .isEqualTo(40);
        assertThat(done(handle(items(BAD, 20, 1)))).isEqualTo(20);
    }

    @Test
    void whereAHandlerSaysThatItIsUnavailableEachTypeIsTriedByItself() throws Exception {
        unavailable = true;
        List<Item<Nothing>> batch = together(items(BAD, 20, 1), items(GOOD, 20, 1));
        assertThat(putOff(handle(batch))).isEqualTo(40);

        assertThat(putOff(handle(together(items(BAD, 20, 1), items(GOOD, 20, 1)))))
                .isEqualTo(40);
        assertThat(tried).isEmpty();

        pass(5);
        Map<Item<Nothing>, End> ends = handle(together(items(BAD, 20, 1), items(GOOD, 20, 1)));
        assertThat(done(ends)).isEqualTo(20);
        assertThat(putOff(ends)).isEqualTo(20);
        assertThat(attemptsTried(BAD)).hasSize(1);
    }
}
