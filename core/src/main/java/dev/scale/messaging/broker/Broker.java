package dev.scale.messaging.broker;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CompletionStage;

/**
 * One queue of one message broker.
 *
 * <p>Opening connects to nothing: each method connects when it needs to, over at most one connection for publishing and
 * one for consuming. All methods may be called by several threads at once. Except where noted they throw
 * {@link BrokerException} when the broker cannot be used.
 */
public interface Broker extends AutoCloseable {

    /** Among the facts of a queue that does not exist, and of no other. */
    String MISSING = "missing";

    /** What {@link #MISSING} says where sending or receiving makes the queue. */
    String DECLARED_AT_FIRST_USE = "declared at first use";

    /** Opens the broker of a URL's scheme; throws {@link BrokerException.Misconfigured} where none is on the class path. */
    static Broker open(BrokerUrl url, BrokerOptions options) {
        return ServiceLoader.load(BrokerProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.schemes().contains(url.scheme()))
                .findFirst()
                .orElseThrow(() -> new BrokerException.Misconfigured(
                        "no broker for the scheme '" + url.scheme() + "' is on the class path; use amqp, amqps or sqs"))
                .open(url, options);
    }

    /**
     * Publishes messages and reports which of them the broker has confirmed.
     *
     * <p>Never throws and never blocks: the stage always completes normally, at the latest when
     * {@link BrokerOptions#publishLimit()} has passed, and every message is in exactly one of the report's two lists. A
     * message reported as not confirmed may still have reached the queue; sending it again under the same id is safe.
     */
    CompletionStage<PublishReport> publish(List<OutgoingMessage> messages);

    /**
     * Starts to receive from the queue.
     *
     * @param prefetch most deliveries the subscription holds unsettled at a time, at least 1; fewer where they are large
     */
    Subscription subscribe(int prefetch);

    /** What waits in the queue at this moment, as far as the broker can tell; nothing waits in a queue that does not exist. */
    QueueDepth depth();

    /** The largest body, in bytes, that this queue takes. */
    int maxBody();

    /** Where it publishes to and receives from; asks nobody. */
    Destination destination();

    /** How the connections are, without touching the network; never throws. */
    BrokerStatus status();

    /**
     * Removes every ready message from the queue, if it exists; what is in flight stays, except on the embedded broker
     * and on SQS.
     */
    void purge();

    /**
     * Facts about server and queue, in reading order, for people and for {@code scale doctor}. Those of these names mean the same
     * for every broker, and are left out where the broker cannot tell:
     *
     * <ul>
     *   <li>{@code server}: product and version
     *   <li>{@code queue}: its name
     *   <li>{@link #MISSING}: only where the queue does not exist; says how it comes to be: {@link #DECLARED_AT_FIRST_USE}, or what to do
     *   <li>{@code queue-type}: {@code quorum}, {@code classic}, {@code standard}, {@code FIFO}
     *   <li>{@code durable}: {@code no} where its messages do not survive a restart of the broker
     *   <li>{@code delivery-limit}, or {@code redrive-policy} with {@code maxReceiveCount}: deliveries of a message after which the
     *       broker itself takes it away
     *   <li>{@code visibility-timeout-seconds}, {@code retention-seconds}, {@code delay-seconds}, {@code maximum-message-bytes}
     *   <li>{@code credentials}: where they were found, never what they are
     *   <li>{@code rights}: what this user may do, and what was not tried
     *   <li>{@code differs}: how else the queue differs from what we would declare
     * </ul>
     */
    Map<String, String> inspect();

    /** Closes subscriptions (giving back what they hold) and connections. Idempotent; does not hang. */
    @Override
    void close();
}
