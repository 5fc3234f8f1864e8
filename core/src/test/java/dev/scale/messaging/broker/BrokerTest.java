package dev.scale.messaging.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the broker contract's tests work with: a broker over an empty queue of its own for each test. */
abstract class BrokerTest {

    static final int LIMIT = 1024 * 1024;
    /** Longer than anything here should take: for what must come. */
    static final Duration LONG = Duration.ofMinutes(2);
    /** For what must not come; no assertion depends on its length when all is well. */
    static final Duration SHORT = Duration.ofMillis(200);

    private final List<Broker> opened = new ArrayList<>();
    BrokerOptions options;
    Broker broker;

    /** A broker whose queue may exist or not; it is empty. */
    protected abstract Broker open(BrokerOptions options);

    /** A name that no queue has yet. */
    protected String newQueueName() {
        return "contract-" + UUID.randomUUID();
    }

    /** How many messages are many; fewer where the server of a test takes long for them. */
    protected int many() {
        return 10_000;
    }

    /** Whether what comes back does so in the order of its publication. */
    protected boolean keepsOrder() {
        return true;
    }

    /** Whether the depth leaves out what is delivered and not settled. */
    protected boolean tellsReadyFromInFlight() {
        return true;
    }

    /** Whether what is delivered and not settled outlasts a purge. */
    protected boolean purgeLeavesWhatIsInFlight() {
        return tellsReadyFromInFlight();
    }

    @BeforeEach
    void openBroker() {
        options = BrokerOptions.forQueue(newQueueName())
                .withClientName("contract")
                .withPublishLimit(LONG)
                .withMaxBody(LIMIT);
        broker = another();
    }

    @AfterEach
    void closeBrokers() {
        opened.forEach(Broker::close);
    }

    Broker another() {
        Broker another = open(options);
        opened.add(another);
        return another;
    }

    /** The broker of this test, which is closed after it. */
    protected final Broker broker() {
        return broker;
    }

    void publish(OutgoingMessage message) throws Exception {
        PublishReport report = publish(broker, List.of(message));
        assertThat(report.unconfirmed()).isEmpty();
        assertThat(report.confirmed()).containsExactly(message);
    }

    /** Publishes and waits for the report. */
    public static PublishReport publish(Broker broker, List<OutgoingMessage> messages) throws Exception {
        return broker.publish(messages).toCompletableFuture().get(1, TimeUnit.MINUTES);
    }

    /** Exactly so many deliveries, as they come. */
    public static List<Delivery> receive(Subscription subscription, int number) throws InterruptedException {
        List<Delivery> received = new ArrayList<>();
        while (received.size() < number) {
            List<Delivery> more = subscription.receive(number - received.size(), LONG);
            assertThat(more).as("after %d of %d", received.size(), number).isNotEmpty();
            received.addAll(more);
        }
        return received;
    }

    void assertNothingLeft() throws InterruptedException {
        try (Subscription subscription = broker.subscribe(10)) {
            assertThat(subscription.receive(10, SHORT)).isEmpty();
        }
    }

    static List<OutgoingMessage> numbered(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> message(String.valueOf(number)))
                .toList();
    }

    static OutgoingMessage message(String id) {
        return new OutgoingMessage(id, bytes("{\"type\":\"echo\",\"body\":\"" + id + "\"}"), Map.of());
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /** The message ids, in the same order. */
    public static List<String> ids(List<Delivery> deliveries) {
        return deliveries.stream().map(Delivery::id).toList();
    }

    /** The options of this test; its queue has a name of its own. */
    protected final BrokerOptions options() {
        return options;
    }
}
