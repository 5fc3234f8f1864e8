package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.messaging.broker.OutgoingMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Commands that fail, each in its way: they end alone, and their neighbours are applied. */
class WorkerFailuresTest extends CountingWorkerTest {

    @Test
    void anotherCommandUnderTheSameIdIsADeadLetterAndNotADuplicate() {
        Command first = Command.of(COUNT, new Count(counter, 1, "well"), counter);
        Command second = Command.of(COUNT, new Count(counter, 7, "well"), counter);
        sender.send(List.of(first, second));
        worker.start();
        awaitEnded(2);
        sender.send(List.of(second));

        awaitEnded(3);
        assertThat(total()).isEqualTo(1);
        assertThat(reasons(counter)).singleElement().asString().contains("same message id");
    }

    @Test
    void ofTwoCommandsUnderOneIdInOneBatchTheOneThatWasDoneBeforeIsTheDuplicate() {
        Command done = Command.of(COUNT, new Count(counter, 1, "well"), counter);
        Command other = Command.of(COUNT, new Count(counter, 7, "well"), counter);
        sender.send(List.of(done));
        worker.start();
        awaitEnded(1);
        worker.pause();
        sender.send(List.of(other, done));
        worker.resume();

        awaitEnded(3);
        assertThat(outcomes(Outcome.Duplicate.class)).isEqualTo(1);
        assertThat(outcomes(Outcome.DeadLetter.class)).isEqualTo(1);
        assertThat(total()).isEqualTo(1);
    }

    @Test
    void oneFailingCommandIsADeadLetterAndItsNeighboursCommit() {
        List<Command> commands = new ArrayList<>(commands(40, "well"));
        List<String> bad = new ArrayList<>();
        for (String how : List.of("throw", "error", "sql", "swallow", "deferred", "overflow")) {
            Command command = Command.of(COUNT, new Count(counter, 1_000, how));
            bad.add(command.id());
            commands.add(commands.size() / 2, command);
        }
        sender.send(commands);

        worker.start();

        awaitEnded(46);
        assertThat(total()).isEqualTo(40);
        assertThat(POSTGRES.column(
                        "select message_id from scale.dead_letter where message_id = any (?) and attempt = 1",
                        (Object) bad.toArray(String[]::new)))
                .containsExactlyInAnyOrderElementsOf(bad);
        assertQueueIsEmpty();
    }

    @Test
    void aBatchInWhichEverythingFailsEndsToo() {
        send(30, "throw");

        worker.start();

        awaitEnded(30);
        assertThat(outcomes(Outcome.DeadLetter.class)).isEqualTo(30);
        assertThat(total()).isZero();
    }

    @Test
    void whatTheHandlerSaysOfACommandIsItsEnd() {
        Command rejected = Command.of(COUNT, new Count(counter, 1, "reject"));
        Command early = Command.of(COUNT, new Count(counter, 1, "early"));
        Command later = Command.of(COUNT, new Count(counter, 1, "later"));
        Command partly = Command.of(COUNT, new Count(counter, 1, "partly"));
        sender.send(List.of(rejected, early, later, partly));

        worker.start();

        awaitEnded(4);
        assertThat(reasons(rejected.id())).containsExactly("not wanted");
        assertThat(reasons(early.id()))
                .singleElement()
                .asString()
                .startsWith("still early")
                .endsWith("unknown so far");
        assertThat(reasons(later.id())).containsExactly("failed in attempt 1 of 1: not now");
        assertThat(POSTGRES.column(
                        "select convert_from(body, 'UTF8') from scale.dead_letter where message_id = ?", partly.id()))
                .containsExactly("{\"type\": \"count\", \"body\": {\"rest\":1}}");
        assertThat(total()).isEqualTo(1);
    }

    @Test
    void whatNobodyCanReadIsADeadLetterWithItsBytesAndTheNeighboursAreApplied() {
        String deep = "{\"type\":\"count\",\"body\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        List<String> bodies = List.of(
                "",
                "not json",
                "{\"type\":\"unheard-of\",\"body\":1}",
                "{\"type\":\"count\",\"body\":{\"by\":null}}",
                deep);
        List<OutgoingMessage> messages = new ArrayList<>();
        for (int i = 0; i < bodies.size(); i++) {
            messages.add(new OutgoingMessage(
                    counter + "-" + i, bodies.get(i).getBytes(StandardCharsets.UTF_8), Map.of("h\u0000", "v\u0000")));
        }
        send(3, "well");
        broker.publish(messages).toCompletableFuture().join();
        send(3, "well");

        worker.start();

        awaitEnded(11);
        assertThat(total()).isEqualTo(6);
        for (int i = 0; i < bodies.size(); i++) {
            assertThat(POSTGRES.column(
                            "select convert_from(body, 'UTF8') from scale.dead_letter where message_id = ?",
                            counter + "-" + i))
                    .containsExactly(bodies.get(i));
        }
        assertThat(reasons(counter + "-2"))
                .singleElement()
                .asString()
                .contains("early", "no handler")
                .contains("unheard-of");
        assertQueueIsEmpty();
    }

    @Test
    void theTransactionIsNotTheHandlersToEnd() {
        Command commit = Command.of(COUNT, new Count(counter, 1, "commit"));
        sender.send(List.of(commit));

        worker.start();

        awaitEnded(1);
        assertThat(total()).isZero();
        assertThat(reasons(commit.id())).singleElement().asString().contains("commit()");
    }

    @Test
    void constraintsStayDeferredForTheNeighboursOfAFailingCommand() {
        List<Command> commands = new ArrayList<>(commands(20, "shuffle"));
        commands.add(3, Command.of(COUNT, new Count(counter, 1, "throw")));
        sender.send(commands);

        worker.start();

        awaitEnded(21);
        assertThat(total()).isEqualTo(20);
        assertThat(outcomes(Outcome.DeadLetter.class)).isEqualTo(1);
    }

    @Test
    void anErrorOfACodecAndAnEmptyBodyAreDeadLettersAndTheNeighboursAreApplied() {
        sender.send(List.of(
                Command.ofJson("count", "{\"counter\":\"x\",\"by\":1,\"how\":\"explode\"}", null),
                Command.ofJson("count", "null", null)));
        send(5, "well");

        worker.start();

        awaitEnded(7);
        assertThat(total()).isEqualTo(5);
        assertThat(outcomes(Outcome.DeadLetter.class)).isEqualTo(2);
    }

    @Test
    void aPredicateThatThrowsFailsItsCommandAlone() {
        worker.close();
        worker = newWorker(HandlerGroup.of(COUNT, this::count).idempotent(count -> 1 / count.by() > 0), NOTHING_LATER);
        sender.send(List.of(Command.of(COUNT, new Count(counter, 0, "well"))));
        send(5, "well");

        worker.start();

        awaitEnded(6);
        assertThat(total()).isEqualTo(5);
        assertThat(outcomes(Outcome.DeadLetter.class)).isEqualTo(1);
    }
}
