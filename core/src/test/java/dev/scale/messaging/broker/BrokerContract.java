package dev.scale.messaging.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every broker must do. A subclass says how to open one, and which optional traits it has. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class BrokerContract extends PublishingContract {

    @Test
    void unsettledComeBackAfterCloseAndAcknowledgedDoNot() throws Exception {
        publish(broker, numbered(6));
        try (Subscription subscription = broker.subscribe(6)) {
            List<Delivery> received = receive(subscription, 6);
            subscription.acknowledge(pick(received, "0", "1", "4"));
        }

        try (Subscription again = broker.subscribe(6)) {
            List<Delivery> received = receive(again, 3);

            assertThat(ids(received)).containsExactlyInAnyOrder("2", "3", "5");
            if (keepsOrder()) {
                assertThat(ids(received)).containsExactly("2", "3", "5");
            }
            assertThat(received)
                    .allSatisfy(delivery -> assertThat(delivery.redelivered()).isTrue());
            assertThat(again.receive(1, SHORT)).isEmpty();
            again.acknowledge(received);
        }
        assertNothingLeft();
    }

    @Test
    void whatArrivedAndWasNeverReceivedComesBackToo() throws Exception {
        publish(broker, numbered(20));
        try (Subscription subscription = broker.subscribe(20)) {
            receive(subscription, 1);
        }

        try (Subscription again = broker.subscribe(20)) {
            assertThat(ids(receive(again, 20))).hasSize(20).doesNotHaveDuplicates();
        }
    }

    @Test
    void acknowledgedInAnyOrderIsExactlyWhatIsSettled() throws Exception {
        publish(broker, numbered(12));
        try (Subscription subscription = broker.subscribe(12)) {
            List<Delivery> received = receive(subscription, 12);
            subscription.acknowledge(pick(received, "7", "3"));
            subscription.acknowledge(pick(received, "1", "0", "5", "0"));
            subscription.acknowledge(pick(received, "2", "3"));
            subscription.acknowledge(List.of());
        }

        try (Subscription again = broker.subscribe(12)) {
            assertThat(ids(receive(again, 6))).containsExactlyInAnyOrder("4", "6", "8", "9", "10", "11");
            assertThat(again.receive(1, SHORT)).isEmpty();
        }
    }

    @Test
    void prefetchBoundsWhatIsHeldAndTheRestGoesToOthers() throws Exception {
        publish(broker, numbered(10));
        try (Subscription first = broker.subscribe(4)) {
            List<Delivery> held = receive(first, 4);
            assertThat(first.receive(10, SHORT)).isEmpty();

            try (Subscription second = another().subscribe(10)) {
                List<Delivery> rest = receive(second, 6);
                assertThat(ids(rest)).doesNotContainAnyElementsOf(ids(held));
                second.acknowledge(rest);
            }

            publish(broker, List.of(message("more")));
            first.acknowledge(held);
            assertThat(ids(receive(first, 1))).containsExactly("more");
        }
    }

    @Test
    void prefetchBelowOneIsRefused() {
        assertThatThrownBy(() -> broker.subscribe(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void receiptsOfAnotherSubscriptionAreDropped() throws Exception {
        publish(broker, numbered(3));
        Subscription first = broker.subscribe(3);
        List<Delivery> old = receive(first, 3);
        first.close();

        try (Subscription second = broker.subscribe(3)) {
            List<Delivery> received = receive(second, 3);
            second.acknowledge(old);
            first.acknowledge(received);
            second.acknowledge(List.of(received.get(0)));
        }

        try (Subscription third = broker.subscribe(3)) {
            assertThat(receive(third, 2)).hasSize(2);
            assertThat(third.receive(1, SHORT)).isEmpty();
        }
    }

    @Test
    void keepIsHarmless() throws Exception {
        publish(broker, numbered(2));
        try (Subscription subscription = broker.subscribe(2)) {
            List<Delivery> received = receive(subscription, 2);
            subscription.keep(received);
            subscription.acknowledge(received);
            subscription.keep(received);
            subscription.keep(List.of());
        }
        assertNothingLeft();
    }

    @Test
    void depthCountsWhatWaits() throws Exception {
        assertThat(broker.depth().ready()).isZero();

        publish(broker, numbered(7));

        await().untilAsserted(() -> assertThat(broker.depth().ready()).isEqualTo(7));
        try (Subscription subscription = broker.subscribe(3)) {
            receive(subscription, 3);
            await().untilAsserted(() -> assertThat(broker.depth().ready()).isEqualTo(tellsReadyFromInFlight() ? 4 : 7));
        }
        await().untilAsserted(() -> assertThat(broker.depth().ready()).isEqualTo(7));
    }

    @Test
    void purgeRemovesWhatWaitsAndLeavesWhatIsInFlight() throws Exception {
        assumeTrue(purgeLeavesWhatIsInFlight());
        publish(broker, numbered(10));
        try (Subscription subscription = broker.subscribe(3)) {
            List<Delivery> held = receive(subscription, 3);
            await().untilAsserted(() -> assertThat(broker.depth().ready()).isEqualTo(7));

            broker.purge();

            await().untilAsserted(() -> assertThat(broker.depth().ready()).isZero());
            subscription.acknowledge(held.subList(0, 1));
        }
        try (Subscription again = broker.subscribe(10)) {
            assertThat(receive(again, 2)).hasSize(2);
            assertThat(again.receive(1, SHORT)).isEmpty();
        }
    }

    @Test
    void receiveReturnsWhatIsThereAndWaitsNoLongerThanAsked() throws Exception {
        try (Subscription subscription = broker.subscribe(10)) {
            assertThat(subscription.receive(10, Duration.ZERO)).isEmpty();
            assertThat(subscription.receive(10, SHORT)).isEmpty();

            publish(broker, numbered(3));

            List<Delivery> received = receive(subscription, 3);
            assertThat(subscription.receive(10, Duration.ZERO)).isEmpty();
            subscription.acknowledge(received);
        }
    }

    @Test
    void waitingReceiverIsWokenByAMessageAndByClose() throws Exception {
        Subscription subscription = broker.subscribe(10);
        CompletableFuture<List<Delivery>> first = CompletableFuture.supplyAsync(() -> receiveUnchecked(subscription));
        publish(broker, numbered(1));
        assertThat(first.get(1, TimeUnit.MINUTES)).hasSize(1);

        CompletableFuture<List<Delivery>> second = CompletableFuture.supplyAsync(() -> receiveUnchecked(subscription));
        subscription.close();

        assertThatThrownBy(() -> second.get(1, TimeUnit.MINUTES)).hasCauseInstanceOf(BrokerException.Unavailable.class);
    }

    @Test
    void closingTwiceIsHarmlessAndNothingCanBeReceivedAfterwards() throws Exception {
        publish(broker, numbered(2));
        Subscription subscription = broker.subscribe(10);
        List<Delivery> received = receive(subscription, 2);
        subscription.close();
        subscription.close();

        subscription.acknowledge(received);
        assertThatThrownBy(() -> subscription.receive(1, Duration.ZERO))
                .isInstanceOf(BrokerException.Unavailable.class);
        try (Subscription again = broker.subscribe(10)) {
            assertThat(receive(again, 2)).hasSize(2);
        }
    }

    @Test
    void closingTheBrokerGivesBackWhatItsSubscriptionsHold() throws Exception {
        publish(broker, numbered(5));
        Broker other = another();
        receive(other.subscribe(5), 5);

        other.close();
        other.close();

        assertThat(other.status().state()).isEqualTo(BrokerStatus.State.CLOSED);
        assertThatThrownBy(() -> other.subscribe(1)).isInstanceOf(BrokerException.Unavailable.class);
        try (Subscription again = broker.subscribe(5)) {
            assertThat(receive(again, 5)).hasSize(5);
        }
    }

    /** Those with these ids, in this order. */
    private static List<Delivery> pick(List<Delivery> received, String... ids) {
        return Arrays.stream(ids)
                .map(id -> received.stream()
                        .filter(delivery -> id.equals(delivery.id()))
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    private static List<Delivery> receiveUnchecked(Subscription subscription) {
        try {
            return subscription.receive(1, LONG);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }
}
