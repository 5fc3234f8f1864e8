package dev.scale.app;

import dev.scale.local.EmbeddedPostgres;
import dev.scale.local.LocalService;
import dev.scale.local.LocalServiceException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

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
        Path home = configuration.home();
        Map<Setting, Supplier<LocalService>> missing = new EnumMap<>(Setting.class);
        if (!configuration.isSet(Setting.BROKER_URL)) {
            LocalBroker broker = LocalBroker.choose(home, flag.asked());
            missing.put(Setting.BROKER_URL, () -> broker.start(home));
        }
        if (!configuration.isSet(Setting.DATABASE_URL)) {
            missing.put(Setting.DATABASE_URL, () -> EmbeddedPostgres.start(home.resolve("postgres")));
        }
        StartedServices started = new StartedServices(configuration);
        try {
            started.start(missing);
            return started;
        } catch (LocalServiceException e) {
            started.close();
            throw new Failure(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
        } catch (RuntimeException | Error e) {
            started.close();
            throw e;
        }
    }

    /** All at once, since each of them waits for a process of its own. Waits for all, so that none is left behind where one fails. */
    private void start(Map<Setting, Supplier<LocalService>> missing) {
        Map<Setting, CompletableFuture<LocalService>> starting = new EnumMap<>(Setting.class);
        missing.forEach((setting, start) -> starting.put(
                setting,
                CompletableFuture.supplyAsync(start, task -> new Thread(task, "start-" + setting.variable()).start())));
        CompletionException failure = null;
        for (Map.Entry<Setting, CompletableFuture<LocalService>> one : starting.entrySet()) {
            try {
                services.put(one.getKey(), one.getValue().join());
            } catch (CompletionException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null && failure.getCause() instanceof RuntimeException told) {
            throw told; // with the exit code that it stands for
        } else if (failure != null) {
            throw failure;
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
