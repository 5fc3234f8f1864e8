package dev.scale.app;

import dev.scale.messaging.broker.BrokerException;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerTls;
import dev.scale.messaging.broker.Credentials;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The settings that go with the broker's URL: queue, credentials, TLS. */
record BrokerSettings(Configuration configuration) {

    BrokerOptions options(String clientName) {
        BrokerOptions options = BrokerOptions.forQueue(
                        configuration.text(Setting.QUEUE_NAME).orElseThrow())
                .withClientName(clientName)
                .withMaxBody(configuration.size(Setting.MAX_BODY))
                .withTls(tls());
        Optional<String> type = configuration.word(Setting.QUEUE_TYPE, "quorum", "classic");
        BrokerOptions typed = type.isPresent() ? options.withQueueType(type.get()) : options;
        Optional<Supplier<Credentials>> credentials = credentials();
        return credentials.isPresent() ? typed.withCredentials(credentials.get()) : typed;
    }

    /** Read again at each connect. */
    private Optional<Supplier<Credentials>> credentials() {
        if (!configuration.isSet(Setting.BROKER_USER) && !configuration.isSet(Setting.BROKER_PASSWORD)) {
            return Optional.empty();
        }
        Optional<Credentials> inUrl = configuration.brokerUrl().credentials();
        for (Setting half : List.of(Setting.BROKER_USER, Setting.BROKER_PASSWORD)) {
            new Secret(configuration, half).check();
            if (inUrl.isEmpty() && !configuration.isSet(half)) {
                throw Failure.usage(half.variable() + " is not set, but the other half of the broker's credentials is");
            }
        }
        return Optional.of(() -> new Credentials(
                now(Setting.BROKER_USER, inUrl.map(Credentials::user)),
                now(Setting.BROKER_PASSWORD, inUrl.map(Credentials::password))));
    }

    private String now(Setting half, Optional<String> inUrl) {
        try {
            return new Secret(configuration, half).now().or(() -> inUrl).orElse("");
        } catch (UncheckedIOException unreadable) {
            throw new BrokerException.Unavailable(
                    "the broker's credentials cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private BrokerTls tls() {
        BrokerTls tls = BrokerTls.DEFAULT;
        Optional<Path> authorities = file(Setting.BROKER_CA_FILE);
        if (authorities.isPresent()) {
            tls = tls.withAuthorities(authorities.get());
        }
        Optional<Path> certificate = file(Setting.BROKER_CERT_FILE);
        Optional<Path> key = file(Setting.BROKER_KEY_FILE);
        if (certificate.isPresent() != key.isPresent()) {
            Setting missing = certificate.isPresent() ? Setting.BROKER_KEY_FILE : Setting.BROKER_CERT_FILE;
            throw Failure.usage(missing.variable() + " is not set, but certificate and key go together");
        }
        if (certificate.isPresent() && key.isPresent()) {
            tls = tls.withIdentity(certificate.get(), key.get());
        }
        if (configuration.word(Setting.BROKER_VERIFY, "on", "off").equals(Optional.of("off"))) {
            System.err.println("scale: WARNING: " + Setting.BROKER_VERIFY.variable()
                    + " is off: whoever stands between here and the broker can read and change everything");
            tls = tls.unverified();
        }
        return tls;
    }

    private Optional<Path> file(Setting setting) {
        Optional<Path> file = configuration.text(setting).map(Path::of);
        if (file.isPresent() && !Files.isReadable(file.get())) {
            throw Failure.usage(setting.variable() + " is '" + file.get() + "', which is missing or cannot be read");
        }
        return file;
    }
}
