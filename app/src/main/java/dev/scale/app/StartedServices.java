package dev.scale.app;

import dev.scale.local.EmbeddedPostgres;
import dev.scale.local.LocalService;
import dev.scale.local.LocalServiceException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;

/** The services that are started alongside: whatever the user has not set. Each of them waits for a process of its own, so they start at once. */
public final class StartedServices implements AutoCloseable {

    private final Map<Setting, Starting<LocalService>> services = new EnumMap<>(Setting.class);
    private final Configuration configuration;

    private StartedServices(Configuration configuration) {
        this.configuration = configuration;
    }

    /** Begins to start what is missing, with its data under the home; the flag says which broker. */
    public static StartedServices start(Configuration configuration, BrokerFlag flag) {
        if (configuration.isSet(Setting.BROKER_URL) && flag.asked().isPresent()) {
            throw Failure.usage("--broker starts a broker, but " + Setting.BROKER_URL.variable()
                    + " names one; take one of them out");
        }
        Path home = configuration.home();
        Optional<LocalBroker> broker = configuration.isSet(Setting.BROKER_URL)
                ? Optional.empty()
                : Optional.of(LocalBroker.choose(home, flag.asked()));
        StartedServices started = new StartedServices(configuration);
        if (!configuration.isSet(Setting.DATABASE_URL)) {
            started.start(Setting.DATABASE_URL, () -> EmbeddedPostgres.start(home.resolve("postgres")));
        }
        // Where two threads begin to log at once, lines are held back, with a warning of that; the one above logs
        // nothing.
        LoggerFactory.getILoggerFactory();
        broker.ifPresent(chosen -> started.start(Setting.BROKER_URL, () -> chosen.start(home)));
        return started;
    }

    private void start(Setting setting, Callable<LocalService> start) {
        services.put(setting, Starting.on("start-" + setting.variable(), start, LocalService::close));
    }

    private static LocalService await(Starting<LocalService> starting) {
        try {
            return starting.await();
        } catch (LocalServiceException e) {
            throw new Failure(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
        }
    }

    /** The settings that use the database, once that takes connections; a broker may still be missing in them. */
    Configuration withDatabase() {
        Starting<LocalService> database = services.get(Setting.DATABASE_URL);
        return database == null
                ? configuration
                : using(Map.of(Setting.DATABASE_URL, await(database).url()));
    }

    /** The URLs of what was started: secrets. */
    Map<Setting, String> urls() {
        Map<Setting, String> urls = new EnumMap<>(Setting.class);
        services.forEach((setting, service) -> urls.put(setting, await(service).url()));
        return urls;
    }

    /** The settings that use what was started. As all that asks for it this waits until it is up, and throws what keeps it from that. */
    public Configuration configuration() {
        return using(urls());
    }

    private Configuration using(Map<Setting, String> urls) {
        Map<String, String> values = new LinkedHashMap<>();
        urls.forEach((setting, url) -> values.put(setting.variable(), url));
        return configuration.withRunFile(values);
    }

    /** One line each for people. */
    public List<String> descriptions() {
        return services.values().stream()
                .map(service -> await(service).description())
                .toList();
    }

    /** For people: what was started for a setting, or that it is the user's own. */
    public String description(Setting setting) {
        Starting<LocalService> service = services.get(setting);
        return service == null ? "set by " + setting.variable() : await(service).description();
    }

    /** Stops all of them in good order, also those that are still starting; their data stays. */
    @Override
    public void close() {
        services.values().forEach(Starting::close);
    }
}
