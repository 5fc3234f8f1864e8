package dev.scale.app;

import dev.scale.local.EmbeddedPostgres;
import dev.scale.local.LocalService;
import dev.scale.local.LocalServiceException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The services that are started alongside: whatever the user has not set. */
public final class StartedServices implements AutoCloseable {

    private final Map<Setting, LocalService> services = new EnumMap<>(Setting.class);
    private final Configuration configuration;

    private StartedServices(Configuration configuration) {
        this.configuration = configuration;
    }

    /** Starts what is missing, with its data under the home; the flag says which broker. */
    public static StartedServices start(Configuration configuration, BrokerFlag flag) {
        if (configuration.isSet(Setting.BROKER_URL) && flag.asked().isPresent()) {
            throw Failure.usage("--broker starts a broker, but " + Setting.BROKER_URL.variable()
                    + " names one; take one of them out");
        }
        StartedServices started = new StartedServices(configuration);
        boolean complete = false;
        try {
            started.startMissing(
                    Setting.BROKER_URL,
                    home -> LocalBroker.choose(home, flag.asked()).start(home));
            started.startMissing(Setting.DATABASE_URL, home -> EmbeddedPostgres.start(home.resolve("postgres")));
            complete = true;
            return started;
        } catch (LocalServiceException e) {
            throw new Failure(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
        } finally {
            if (!complete) {
                started.close();
            }
        }
    }

    private void startMissing(Setting setting, Function<Path, LocalService> start) {
        if (!configuration.isSet(setting)) {
            services.put(setting, start.apply(configuration.home()));
        }
    }

    /** The URLs of what was started: secrets. */
    Map<Setting, String> urls() {
        Map<Setting, String> urls = new EnumMap<>(Setting.class);
        services.forEach((setting, service) -> urls.put(setting, service.url()));
        return urls;
    }

    /** The settings that use what was started. */
    public Configuration configuration() {
        Map<String, String> values = new LinkedHashMap<>();
        urls().forEach((setting, url) -> values.put(setting.variable(), url));
        return configuration.withRunFile(values);
    }

    /** One line each for people. */
    public List<String> descriptions() {
        return services.values().stream().map(LocalService::description).toList();
    }

    /** For people: what was started for a setting, or that it is the user's own. */
    public String description(Setting setting) {
        LocalService service = services.get(setting);
        return service == null ? "set by " + setting.variable() : service.description();
    }

    /** Stops all of them in good order; their data stays. */
    @Override
    public void close() {
        services.values().forEach(LocalService::close);
    }
}
