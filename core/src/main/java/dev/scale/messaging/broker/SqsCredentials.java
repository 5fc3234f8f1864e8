package dev.scale.messaging.broker;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** Keys from a supplier that may have others later: asked again after a minute, and once the service refuses them. */
final class SqsCredentials implements AwsCredentialsProvider {

    private static final Duration KEPT = Duration.ofMinutes(1);

    private final Supplier<Credentials> supplier;
    private @Nullable AwsCredentials kept;
    private long since;

    SqsCredentials(Supplier<Credentials> supplier) {
        this.supplier = supplier;
    }

    @Override
    public synchronized AwsCredentials resolveCredentials() {
        AwsCredentials known = kept;
        if (known != null && System.nanoTime() - since < KEPT.toNanos()) {
            return known;
        }
        Credentials keys = ask();
        AwsCredentials fresh = AwsBasicCredentials.builder()
                .accessKeyId(keys.user())
                .secretAccessKey(keys.password())
                .providerName("SCALE_BROKER_USER")
                .build();
        kept = fresh;
        since = System.nanoTime();
        return fresh;
    }

    private Credentials ask() {
        try {
            return supplier.get();
        } catch (BrokerException failed) {
            throw failed;
        } catch (RuntimeException failed) {
            // its words may hold a secret
            throw new BrokerException.Unavailable(
                    "the broker's credentials cannot be had: "
                            + failed.getClass().getSimpleName(),
                    failed);
        }
    }

    synchronized void forget() {
        kept = null;
    }
}
