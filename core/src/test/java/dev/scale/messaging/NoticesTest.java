package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a worker tells the log about commands that nobody would otherwise hear of. */
class NoticesTest extends CountingWorkerTest {

    @RegisterExtension
    final WorkerLines lines = new WorkerLines();

    @Test
    void newDeadLettersAreToldOfInOneLine() {
        send(20, "reject");
        worker.start();
        awaitEnded(20);
        assertQueueIsEmpty();

        assertThat(lines.all())
                .singleElement()
                .asString()
                .startsWith("20 new dead letters (count: 20)")
                .contains("scale.dead_letter", "not wanted")
                .doesNotContain(counter);
    }

    @Test
    void theRestOfACommandThatIsGivenUpIsToldOf() {
        send(1, "partly");
        worker.start();
        awaitEnded(1);
        assertQueueIsEmpty();

        assertThat(lines.with("new dead letter")).singleElement().asString().contains("half");
    }

    @Test
    void aTypeThatNoHandlerTakesIsToldOfOnce() {
        worker.close();
        worker = newWorker(HandlerGroup.of(COUNT, this::count), WorkerOptions.DEFAULTS);
        sender.send(List.of(Command.ofJson("cuont", "{}", null), Command.ofJson("cuont", "{}", null)));
        send(1, "early");
        worker.start();
        awaitEnded(3);
        await().untilAsserted(() -> assertThat(lines.all()).hasSize(1));
        assertQueueIsEmpty();

        assertThat(lines.all()).singleElement().asString().contains("'cuont'", "24 h", "correct the sender");
    }

    @Test
    void aCommandThatFailsAndComesAgainIsToldOfWithReasonTryAndTimeOncePerReason() {
        worker.close();
        worker = newWorker(HandlerGroup.of(COUNT, this::count), WorkerOptions.DEFAULTS.withThreads(1));
        send(5, "throw");
        send(1, "later");
        send(1, "early");
        worker.start();
        awaitEnded(7);

        await().untilAsserted(() -> assertThat(lines.all()).hasSize(2));
        assertThat(lines.with("bad luck"))
                .singleElement()
                .asString()
                .startsWith("a command of type 'count' has failed in attempt 1 and comes again in ")
                .matches(".* in \\S+ m?s, the message \\S+: java.lang.IllegalStateException: bad luck");
        assertThat(lines.with("not now")).hasSize(1);
    }
}
