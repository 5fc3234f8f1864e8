package dev.scale.messaging.broker;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;

/**
 * Makes the SDK's client. What the URL does not say (keys, endpoint, proxy, number of attempts) the SDK takes from its own
 * environment, such as {@code AWS_ENDPOINT_URL_SQS}.
 */
final class SqsClients {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    /** Of one attempt; requests that wait longer for their answer say so themselves. */
    private static final Duration ATTEMPT_LIMIT = Duration.ofSeconds(10);

    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(20);
    /** Longer than any limit of an attempt, which come first. */
    private static final Duration SOCKET_LIMIT = Duration.ofMinutes(2);

    private SqsClients() {}

    /** Connects to nothing. */
    static SqsClient open(BrokerUrl url, BrokerOptions options, @Nullable SqsCredentials credentials) {
        SqsClientBuilder builder = SqsClient.builder()
                .region(Region.of(url.hosts().get(0).name()))
                // TLS guards what travels; and of a repetition a FIFO queue may tell the digest of the first sending
                .checksumValidationEnabled(false)
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT_LIMIT)
                        .socketTimeout(SOCKET_LIMIT))
                .overrideConfiguration(
                        limits -> limits.apiCallAttemptTimeout(ATTEMPT_LIMIT).apiCallTimeout(REQUEST_LIMIT));
        if (credentials != null) {
            builder.credentialsProvider(credentials);
        } else {
            url.credentials()
                    .ifPresent(keys -> builder.credentialsProvider(StaticCredentialsProvider.create(
                            AwsBasicCredentials.create(keys.user(), keys.password()))));
        }
        try {
            return builder.build();
        } catch (RuntimeException wrong) {
            throw new BrokerException.Misconfigured(
                    "the environment of the AWS SDK is not right: " + SqsErrors.describe(wrong)
                            + "; check the variables that start with AWS_",
                    wrong);
        }
    }

    /** Keys that are asked for again and again; null where there are none but those of the URL or the environment. */
    static @Nullable SqsCredentials credentials(BrokerOptions options) {
        Supplier<Credentials> supplier = options.credentials();
        return supplier == null ? null : new SqsCredentials(supplier);
    }
}
