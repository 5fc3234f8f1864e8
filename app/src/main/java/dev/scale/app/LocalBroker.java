package dev.scale.app;

import dev.scale.app.classdata.Recording;
import dev.scale.local.EmbeddedBroker;
import dev.scale.local.LocalService;
import dev.scale.local.RabbitNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The brokers that can be started alongside. A home stays with the one that holds its commands: another one would not see
 * them.
 */
enum LocalBroker {
    EMBEDDED("broker"),
    RABBITMQ("rabbitmq");

    private final String folder;

    LocalBroker(String folder) {
        this.folder = folder;
    }

    /** The one that is asked for and possible: that of the home where nothing is asked for, and the embedded one at first. */
    static LocalBroker choose(Path home, Optional<LocalBroker> asked) {
        Optional<LocalBroker> kept =
                Arrays.stream(values()).filter(broker -> broker.holdsData(home)).findFirst();
        LocalBroker chosen = asked.or(() -> kept).orElse(EMBEDDED);
        if (kept.isPresent() && kept.get() != chosen) {
            throw Failure.usage("the commands of " + home + " are with the broker '" + kept.get() + "', in "
                    + kept.get().in(home) + ", where '" + chosen + "' would not see them; to change over let `scale up"
                    + " --broker " + kept.get()
                    + "` handle them until `scale queue` says 0 ready, stop it and remove that"
                    + " folder, or set " + Setting.HOME.variable() + " to another home");
        }
        if (chosen == RABBITMQ && !RabbitNode.installed()) {
            throw Failure.usage(RabbitNode.MISSING);
        }
        return chosen;
    }

    private Path in(Path home) {
        return home.resolve(folder);
    }

    private boolean holdsData(Path home) {
        return switch (this) {
            case EMBEDDED -> EmbeddedBroker.holdsData(in(home));
            case RABBITMQ -> RabbitNode.holdsData(in(home));
        };
    }

    LocalService start(Path home) {
        return switch (this) {
            case EMBEDDED -> EmbeddedBroker.start(in(home), Recording.brokerOptions());
            case RABBITMQ -> RabbitNode.start(in(home));
        };
    }

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
