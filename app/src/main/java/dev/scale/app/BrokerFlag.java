package dev.scale.app;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flag of the commands that start a broker alongside. */
public final class BrokerFlag {

    @Option(
            names = "--broker",
            paramLabel = "KIND",
            description = "The broker to start alongside: ${COMPLETION-CANDIDATES}; rabbitmq needs an installed server."
                    + " Default: the one that holds this home's commands, at first embedded.")
    private @Nullable LocalBroker broker;

    Optional<LocalBroker> asked() {
        return Optional.ofNullable(broker);
    }
}
