package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Commands that handlers send: part of the transaction, to the same queue. */
class FollowUpsTest extends CountingWorkerTest {

    private boolean failing = true;

    private void chain(List<Received<Count>> commands, UnitOfWork unit) throws SQLException {
        for (Received<Count> command : commands) {
            Count count = command.body();
            switch (count.how()) {
                case "chain" -> unit.send(COUNT, new Count(counter, count.by(), "well"));
                case "named" -> unit.send(COUNT, new Count(counter, count.by(), "well"), Command.idOf(counter, "next"));
                case "in an hour" ->
                    unit.sendAt(
                            COUNT,
                            new Count(counter, count.by(), "well"),
                            Instant.now().plusSeconds(3600));
                case "throw" -> {
                    unit.send(COUNT, new Count(counter, 1_000, "well"));
                    if (failing) {
                        throw new IllegalStateException("after the follow-up was sent");
                    }
                }
                default -> add(unit, count);
            }
        }
    }

    private void start(HandlerGroup<Count> group) {
        worker.close();
        worker = newWorker(group, NOTHING_LATER);
        worker.start();
    }

    @Test
    void aFollowUpIsSentWhenItsTransactionHasCommitted() {
        start(HandlerGroup.of(COUNT, this::chain));
        send(3, "chain");

        await().untilAsserted(() -> assertThat(total()).isEqualTo(3));
        awaitEnded(6);
        assertQueueIsEmpty();
        assertThat(POSTGRES.number(
                        "select count(*) from scale.outbox where position(? in convert_from(body, 'UTF8')) > 0",
                        counter))
                .isZero();
    }

    @Test
    void theFollowUpOfACommandThatFailsIsNotSent() {
        start(HandlerGroup.of(COUNT, this::chain));
        send(1, "throw");
        send(5, "chain");

        awaitEnded(11);
        assertThat(total()).isEqualTo(5);
    }

    @Test
    void aScheduledCommandWaitsInTheOutboxUntilItIsDue() throws SQLException {
        start(HandlerGroup.of(COUNT, this::chain));
        send(1, "in an hour");
        awaitEnded(1);
        String mine = " where position('" + counter + "' in convert_from(body, 'UTF8')) > 0";
        assertThat(POSTGRES.number("select count(*) from scale.outbox" + mine + " and due_at > now()"))
                .isEqualTo(1);

        POSTGRES.execute("update scale.outbox set due_at = now()" + mine);

        await().untilAsserted(() -> assertThat(total()).isEqualTo(1));
    }

    @Test
    void withoutTheInboxAFollowUpNeedsAnIdThatARedeliveryRepeats() {
        start(HandlerGroup.of(COUNT, this::chain)
                .idempotent(count -> !count.how().equals("well")));
        List<Command> named = commands(2, "named");
        List<Command> unnamed = commands(1, "chain");
        sender.send(named);
        sender.send(unnamed);

        // Both name the same change: their follow-up has one effect, however often it is sent.
        await().untilAsserted(() -> assertThat(total()).isEqualTo(1));
        await().untilAsserted(() -> assertThat(reasons(unnamed.get(0).id()))
                .singleElement()
                .asString()
                .contains("Command.idOf"));
    }

    @Test
    void idsFollowFromTheirParts() {
        assertThat(Command.idOf("job", 7L, 2)).isEqualTo(Command.idOf("job", 7, 2));
        assertThat(Command.idOf("a", "bc")).isNotEqualTo(Command.idOf("ab", "c"));
    }
}
