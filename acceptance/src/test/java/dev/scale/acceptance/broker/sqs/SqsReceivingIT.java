package dev.scale.acceptance.broker.sqs;

import static dev.scale.messaging.broker.BrokerContract.publish;
import static dev.scale.messaging.broker.BrokerContract.receive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.messaging.broker.Delivery;
import dev.scale.messaging.broker.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

/** Receiving, deleting and giving back while requests fail, wholly or in part, and handles come and go. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SqsReceivingIT extends OnFakeSqs {

    private void awaitDeleted() {
        await().atMost(LONG).untilAsserted(() -> assertThat(texts()).isEmpty());
    }

    @Test
    void failedDeletesAreTriedAgainAndTheOthersAreNot() throws Exception {
        publish(broker, numbered(10));
        try (Subscription subscription = broker.subscribe(10)) {
            List<Delivery> received = receive(subscription, 10);
            sqs.next(
                    "DeleteMessageBatch",
                    SqsFault.entries(Map.of(0, EntryFate.SERVERS_FAULT, 3, EntryFate.UNMENTIONED)));

            subscription.acknowledge(received);
            awaitDeleted();
        }
        assertThat(sqs.requests("DeleteMessageBatch").stream()
                        .mapToInt(request -> request.entries().size())
                        .sum())
                .isEqualTo(12);
    }

    @Test
    void aDeleteThatIsRefusedForGoodEndsInARedelivery() throws Exception {
        publish(broker, numbered(3));
        try (Subscription subscription = broker.subscribe(10)) {
            List<Delivery> received = receive(subscription, 3);
            sqs.next("DeleteMessageBatch", SqsFault.entries(Map.of(1, EntryFate.SENDERS_FAULT)));
            subscription.acknowledge(received);
            await().atMost(LONG).untilAsserted(() -> assertThat(texts()).hasSize(1));

            queue.expire();

            List<Delivery> again = receive(subscription, 1);
            assertThat(again.get(0).redelivered()).isTrue();
            subscription.acknowledge(again);
            awaitDeleted();
        }
    }

    static Stream<Arguments> passingFaults() {
        return SqsSendingIT.passingFaults();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("passingFaults")
    void deletesOutlastAPassingFault(String name, SqsFault fault) throws Exception {
        publish(broker, numbered(10));
        try (Subscription subscription = broker.subscribe(10)) {
            List<Delivery> received = receive(subscription, 10);
            sqs.next("DeleteMessageBatch", fault, fault);

            subscription.acknowledge(received);
        }

        await().atMost(LONG).untilAsserted(() -> assertThat(texts()).as(name).isEmpty());
        assertThat(sqs.isPlayed()).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("passingFaults")
    void receivingOutlastsAPassingFault(String name, SqsFault fault) throws Exception {
        publish(broker, numbered(10));
        sqs.next("ReceiveMessage", fault, fault);

        if (name.startsWith("taken")) {
            await().atMost(LONG).untilAsserted(() -> {
                try (Subscription subscription = broker.subscribe(1)) {
                    subscription.receive(1, SHORT);
                } catch (dev.scale.messaging.broker.BrokerException lost) {
                    assertThat(lost).hasMessageContaining(NAME);
                }
                assertThat(sqs.isPlayed()).isTrue();
            });
            queue.expire(); // what was handed out without a word comes again once its time has passed
        }
        assertThat(drain(10)).hasSize(10);
        await().atMost(LONG).untilAsserted(() -> assertThat(texts()).isEmpty());
    }

    @Test
    void aFewAcknowledgementsAreNotForgottenAtClose() throws Exception {
        publish(broker, numbered(7));
        Subscription subscription = broker.subscribe(10);
        subscription.acknowledge(receive(subscription, 7));
        subscription.close();

        assertThat(texts()).isEmpty();
        assertThat(queue.inFlight()).isZero();
    }

    @Test
    void closingTheBrokerDeletesWhatIsAcknowledgedAndGivesBackTheRest() throws Exception {
        publish(broker, numbered(30));
        Subscription subscription = broker.subscribe(30);
        List<Delivery> received = receive(subscription, 30);
        subscription.acknowledge(received.subList(0, 13));
        broker.close();

        assertThat(texts()).hasSize(17);
        assertThat(queue.ready()).isEqualTo(17);
    }

    @Test
    void givingBackSurvivesPartsThatFail() throws Exception {
        publish(broker, numbered(10));
        Subscription subscription = broker.subscribe(10);
        receive(subscription, 10);
        sqs.next(
                "ChangeMessageVisibilityBatch",
                SqsFault.entries(Map.of(1, EntryFate.SERVERS_FAULT, 2, EntryFate.SENDERS_FAULT)));
        subscription.close();

        assertThat(queue.ready()).isGreaterThanOrEqualTo(8);
        assertThat(texts()).hasSize(10);
    }

    @Test
    void closeComesToAnEndWhileNothingAnswers() throws Exception {
        publish(broker, numbered(10));
        Subscription subscription = broker.subscribe(10);
        subscription.acknowledge(receive(subscription, 10).subList(0, 5));
        sqs.always(SqsFault.silence());

        CompletableFuture.runAsync(() -> {
                    subscription.close();
                    broker.close();
                })
                .get(1, TimeUnit.MINUTES);
    }

    @Test
    void whatArrivesWhileTheSubscriptionClosesIsGivenBack() throws Exception {
        for (int round = 0; round < 10; round++) {
            Subscription subscription = broker.subscribe(20);
            CompletableFuture<?> waiting = CompletableFuture.runAsync(() -> {
                try {
                    subscription.receive(1, Duration.ofSeconds(30));
                } catch (dev.scale.messaging.broker.BrokerException | InterruptedException closed) {
                    assertThat(closed).isNotNull();
                }
            });
            int asked = sqs.requests("ReceiveMessage").size();
            await().atMost(LONG).until(() -> sqs.requests("ReceiveMessage").size() >= Math.max(1, asked));
            CompletableFuture<?> publishing = broker.publish(numbered(5)).toCompletableFuture();
            subscription.close();
            publishing.get(1, TimeUnit.MINUTES);
            waiting.get(1, TimeUnit.MINUTES);

            await().atMost(LONG).untilAsserted(() -> {
                assertThat(queue.inFlight()).isZero();
                assertThat(queue.ready()).isEqualTo(5);
            });
            queue.purge();
        }
    }

    @Test
    void theNewestHandleOfAMessageDeletesIt() throws Exception {
        publish(broker, numbered(1));
        try (Subscription subscription = broker.subscribe(10)) {
            List<Delivery> first = receive(subscription, 1);
            queue.expire();
            List<Delivery> second = subscription.receive(10, Duration.ofSeconds(5));

            subscription.acknowledge(first);
            subscription.acknowledge(second);
            awaitDeleted();
        }
    }

    @Test
    void twoDeliveriesOfOneMessageAreSettledByOneAcknowledgementOfEach() throws Exception {
        queue.deliversTwice();
        publish(broker, numbered(20));

        assertThat(drain(20)).hasSize(20);

        await().atMost(LONG).untilAsserted(() -> {
            try (Subscription subscription = broker.subscribe(10)) {
                subscription.acknowledge(subscription.receive(10, SHORT));
            }
            assertThat(texts()).isEmpty();
        });
    }

    @Test
    void handlesThatSomebodyElseHasUsedAreNoTrouble() throws Exception {
        publish(broker, numbered(3));
        try (Subscription slow = broker.subscribe(3)) {
            List<Delivery> old = receive(slow, 3);
            queue.expire();
            assertThat(drain(3)).hasSize(3);
            awaitDeleted();

            slow.keep(old);
            slow.acknowledge(old);
            publish(broker, List.of(message("next")));

            List<Delivery> next = receive(slow, 1);
            assertThat(next).extracting(Delivery::id).containsExactly("next");
            slow.acknowledge(next);
            awaitDeleted();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "throttled", "parts fail"})
    void whatIsInWorkIsKeptFromOthers(String trouble) throws Exception {
        queue.visibility(4);
        publish(broker, numbered(12));
        if (trouble.equals("throttled")) {
            sqs.next("ChangeMessageVisibilityBatch", SqsFault.error(SqsError.THROTTLED));
        } else if (trouble.equals("parts fail")) {
            sqs.next("ChangeMessageVisibilityBatch", SqsFault.entries(Map.of(0, EntryFate.SERVERS_FAULT)));
        }
        try (Subscription working = broker.subscribe(12);
                Subscription other = open(options).subscribe(12)) {
            List<Delivery> received = receive(working, 12);
            long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (System.nanoTime() < end) {
                working.keep(received);
                assertThat(other.receive(10, Duration.ofSeconds(1))).isEmpty();
            }
            assertThat(queue.mostReceives()).isEqualTo(1);
            working.acknowledge(received);
            awaitDeleted();
        }
    }

    @Test
    void noMoreThanThePrefetchIsEverInFlight() throws Exception {
        publish(broker, numbered(100));
        List<Delivery> held = new ArrayList<>();
        try (Subscription subscription = broker.subscribe(17)) {
            held.addAll(receive(subscription, 17));
            assertThat(subscription.receive(10, SHORT)).isEmpty();
            assertThat(queue.inFlight()).isEqualTo(17);

            subscription.acknowledge(held.subList(0, 5));
            assertThat(receive(subscription, 5)).hasSize(5);
            // what is acknowledged is deleted in the background
            await().untilAsserted(() -> assertThat(queue.inFlight()).isEqualTo(17));
        }
        assertThat(queue.ready()).isEqualTo(95);
    }

    @Test
    void aForeignMessageHasTheIdThatSqsGaveIt() throws Exception {
        String id = queue.send(
                        JsonNodeFactory.instance.objectNode().put("MessageBody", "{\"type\":\"echo\",\"body\":1}"))
                .id;
        try (Subscription subscription = broker.subscribe(1)) {
            Delivery delivery = receive(subscription, 1).get(0);

            assertThat(delivery.id()).isEqualTo(id);
            assertThat(delivery.redelivered()).isFalse();
            assertThat(delivery.deliveryCount().orElse(0)).isZero();
        }
        try (Subscription again = broker.subscribe(1)) {
            Delivery delivery = receive(again, 1).get(0);
            assertThat(delivery.id()).isEqualTo(id);
            assertThat(delivery.redelivered()).isTrue();
            assertThat(delivery.deliveryCount()).hasValue(1);
        }
    }

    @Test
    void aQueueThatIsDeletedEndsTheSubscriptionAndAnotherOneFindsItAgain() throws Exception {
        publish(broker, numbered(3));
        try (Subscription subscription = broker.subscribe(3)) {
            subscription.acknowledge(receive(subscription, 3));
            sqs.delete(NAME);
            await().atMost(LONG)
                    .untilAsserted(() -> org.assertj.core.api.Assertions.assertThatThrownBy(
                                    () -> subscription.receive(1, Duration.ofSeconds(1)))
                            .isInstanceOf(dev.scale.messaging.broker.BrokerException.class)
                            .hasMessageContaining(NAME));
        }
        queue = sqs.queue(NAME);
        publish(broker, numbered(2));
        assertThat(drain(2)).containsExactly("0", "1");
    }
}
