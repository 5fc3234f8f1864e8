package dev.scale.messaging.broker;

import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The SDK's client, and how it has fared. Thread-safe. */
final class SqsConnection implements AutoCloseable {

    private final SqsClient client;
    private final @Nullable SqsCredentials credentials;
    private final BrokerUrl url;
    private volatile BrokerStatus status;
    private volatile boolean closed;

    SqsConnection(BrokerUrl url, BrokerOptions options) {
        this.url = url;
        credentials = SqsClients.credentials(options);
        client = SqsClients.open(url, options, credentials);
        status = new BrokerStatus(BrokerStatus.State.IDLE, "not connected yet to " + place());
    }

    /** For people. */
    String place() {
        return "SQS in " + url.place();
    }

    /** Waits for an answer; {@code what} says what is being done, for the message of the exception. */
    <T> T ask(String what, Function<SqsClient, T> request) {
        if (closed) {
            throw new BrokerException.Unavailable(PublishReport.Unconfirmed.CLOSED, null);
        }
        try {
            T answer = request.apply(client);
            status = new BrokerStatus(BrokerStatus.State.CONNECTED, place());
            return answer;
        } catch (SdkException | BrokerException | IllegalStateException | CompletionException failed) {
            if (closed) {
                throw new BrokerException.Unavailable(PublishReport.Unconfirmed.CLOSED, failed);
            }
            throw translated(what, failed);
        }
    }

    private BrokerException translated(String what, RuntimeException failed) {
        BrokerException ours =
                SqsErrors.translate(what + " of " + place(), url.hosts().get(0), failed);
        if (SqsErrors.kind(failed) != SqsErrors.Kind.REQUEST) {
            status = new BrokerStatus(BrokerStatus.State.DISCONNECTED, String.valueOf(ours.getMessage()));
        }
        if (credentials != null) {
            credentials.forget();
        }
        return ours;
    }

    BrokerStatus status() {
        return closed ? new BrokerStatus(BrokerStatus.State.CLOSED, "closed") : status;
    }

    /** Where the keys come from, as the SDK names it. */
    Optional<String> credentialsProvider() {
        return ask(
                "cannot get keys for the use",
                client -> client.serviceClientConfiguration()
                        .credentialsProvider()
                        .resolveIdentity()
                        .join()
                        .providerName());
    }

    /** Ends requests under way too. */
    @Override
    public void close() {
        closed = true;
        client.close();
    }
}
