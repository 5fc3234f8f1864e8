package dev.scale.app;

import dev.scale.messaging.Tracing;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import dev.scale.messaging.store.Database;
import dev.scale.messaging.store.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The settings in force: flags before the environment, the environment before the run file of a live {@code scale up},
 * then the defaults. Unset and empty are the same. Immutable; every method throws a {@link Failure} (usage) whose line
 * names the variable, its value unless that is secret, and what is expected. Shows no value when printed.
 */
public final class Configuration {

    /** Understood as well as {@code SCALE_DATABASE_URL}, since many platforms provide it. */
    private static final String PLATFORM_DATABASE_URL = "DATABASE_URL";

    private static final String NOTHING_SET =
            "%s is not set and no `scale up` is running (no run file in %s); set it, or start `scale up` to try things out";

    private static final String OTHERS =
            "%s is not set here, and the running `scale up` uses one that was set for it; set it here too";

    private static final String GONE =
            "%s is not set and the `scale up` that wrote %s (%s) is gone: it was killed or has crashed; start `scale up` again,"
                    + " which has everything that was stored, or set it";

    private final Map<String, String> environment;
    private final Map<Setting, String> flags;
    private final Map<String, String> runFile;

    private Configuration(Map<String, String> environment, Map<Setting, String> flags, Map<String, String> runFile) {
        this.environment = environment;
        this.flags = flags;
        this.runFile = runFile;
    }

    /** The settings of this process; flags with empty values do not count. */
    public static Configuration of(Map<String, String> environment, Map<Setting, String> flags) {
        Configuration own = new Configuration(Map.copyOf(environment), Map.copyOf(flags), Map.of());
        own.word(Setting.LOG_FORMAT, "text", "json");
        return own.withRunFile(RunFile.read(own.home()).orElse(Map.of()));
    }

    /** The settings of a process that uses nothing of the user's: what it needs is started alongside in this home. */
    public static Configuration alongside(Map<String, String> environment, Path home) {
        Map<String, String> own = new HashMap<>(environment);
        own.keySet()
                .removeIf(name -> name.startsWith("SCALE_BROKER_")
                        || name.startsWith("SCALE_DATABASE_")
                        || name.equals(PLATFORM_DATABASE_URL));
        Configuration alongside = new Configuration(Map.copyOf(own), Map.of(Setting.HOME, home.toString()), Map.of());
        alongside.word(Setting.LOG_FORMAT, "text", "json");
        return alongside;
    }

    /** The same settings beside these values of services started alongside. */
    Configuration withRunFile(Map<String, String> values) {
        return new Configuration(environment, flags, Map.copyOf(values));
    }

    /** Whether the user has set it, by flag or environment. */
    boolean isSet(Setting setting) {
        return chosen(setting).isPresent() || fileOf(setting).isPresent();
    }

    /** Where its value comes from, for people; empty where there is neither a value nor a default. */
    public Optional<String> origin(Setting setting) {
        if (value(flags, setting).isPresent()) {
            return Optional.of("a flag");
        }
        if (value(environment, setting.variable()).isPresent()) {
            return Optional.of(setting.variable());
        }
        if (chosen(setting).isPresent()) {
            return Optional.of(PLATFORM_DATABASE_URL);
        }
        if (fileOf(setting).isPresent()) {
            return fileOf(setting).map(file -> "the file '" + file + "' (" + setting.fileVariable() + ")");
        }
        if (value(runFile, setting.variable()).isPresent()) {
            return Optional.of("the run file of `scale up`");
        }
        return text(setting).map(text -> "the default");
    }

    /** The value as text; empty where there is neither a value nor a default. */
    public Optional<String> text(Setting setting) {
        return chosen(setting)
                .or(() -> fileOf(setting).map(file -> contents(setting, file)))
                .or(() -> value(runFile, setting.variable()))
                .or(() -> Optional.of(setting.defaultValue()).filter(text -> !text.isEmpty()));
    }

    /** A whole number from 1. */
    public int number(Setting setting, int most) {
        String text = text(setting).orElse("");
        if (text.matches("[0-9]{1,9}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= most) {
            return Integer.parseInt(text);
        }
        throw wrong(setting, text, "a whole number from 1 to " + most);
    }

    /** A port, or 0. */
    public int port(Setting setting) {
        String text = text(setting).orElse("");
        if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= 65_535) {
            return Integer.parseInt(text);
        }
        throw wrong(setting, text, "a port from 1 to 65535, or 0 for any free one");
    }

    /** Whether the user has left it at its default. */
    public boolean isDefault(Setting setting) {
        return !isSet(setting);
    }

    /** A duration of at least one second and at most a year. */
    public Duration duration(Setting setting) {
        return duration(setting, "1s");
    }

    /** A duration of at least so much and at most a year. */
    public Duration duration(Setting setting, String least) {
        String text = text(setting).orElse("");
        OptionalLong milliseconds = Quantity.milliseconds(text);
        if (milliseconds.isEmpty()
                || milliseconds.getAsLong() < Quantity.milliseconds(least).orElseThrow()
                || milliseconds.getAsLong() > Duration.ofDays(365).toMillis()) {
            throw wrong(setting, text, "a duration from " + least + " to 365d, such as 30s, 5min or 15d");
        }
        return Duration.ofMillis(milliseconds.getAsLong());
    }

    /** A size in bytes, from 1 KiB to 256 MiB. */
    public int size(Setting setting) {
        String text = text(setting).orElse("");
        OptionalLong bytes = Quantity.bytes(text);
        if (bytes.isEmpty() || bytes.getAsLong() < 1024 || bytes.getAsLong() > 256L * 1024 * 1024) {
            throw wrong(setting, text, "a size from 1KiB to 256MiB, such as 512KiB or 1MiB");
        }
        return (int) bytes.getAsLong();
    }

    /** One of a few words. */
    public Optional<String> word(Setting setting, String... words) {
        Optional<String> text = text(setting);
        if (text.isPresent() && !java.util.List.of(words).contains(text.get())) {
            throw wrong(setting, text.get(), String.join(" or ", words));
        }
        return text;
    }

    /** Where services started alongside keep their data and the run file. */
    public Path home() {
        String text = text(Setting.HOME).orElseThrow();
        boolean underUser = text.equals("~") || text.startsWith("~/");
        return Path.of(underUser ? System.getProperty("user.home") + text.substring(1) : text)
                .toAbsolutePath();
    }

    /** The broker to use; a failure that names the variable and {@code scale up} where there is none. */
    public BrokerUrl brokerUrl() {
        return BrokerUrl.parse(text(Setting.BROKER_URL).orElseThrow(() -> nothingSet(Setting.BROKER_URL)));
    }

    /** What goes with the broker's URL. */
    public BrokerOptions brokerOptions(String clientName) {
        return new BrokerSettings(this).options(clientName);
    }

    /** Commands that are sent belong to the trace that the environment names, as a workflow engine's. */
    public Tracing tracing() {
        return Tracing.continuing(environment);
    }

    /** The database to use; a failure that names the variable and {@code scale up} where there is none. */
    public DatabaseUrl databaseUrl() {
        String text = text(Setting.DATABASE_URL).orElseThrow(() -> nothingSet(Setting.DATABASE_URL));
        try {
            return DatabaseUrl.parse(text);
        } catch (IllegalArgumentException e) {
            throw Failure.usage(databaseVariable() + ": " + e.getMessage());
        }
    }

    /** A pool to that database; a password from the environment goes before the URL's and is read again at each connect. */
    public Database openDatabase(int connections, String applicationName) {
        DatabaseUrl url = databaseUrl();
        Secret password = new Secret(this, Setting.DATABASE_PASSWORD);
        password.check();
        try {
            return Database.open(
                    url, connections, applicationName, () -> password.now().or(url::password));
        } catch (IllegalArgumentException e) {
            throw Failure.usage(databaseVariable() + ": " + e.getMessage());
        }
    }

    /** The variable that the database's URL comes from. */
    private String databaseVariable() {
        boolean platform = flags.get(Setting.DATABASE_URL) == null
                && value(environment, Setting.DATABASE_URL.variable()).isEmpty()
                && value(environment, PLATFORM_DATABASE_URL).isPresent();
        return platform ? PLATFORM_DATABASE_URL : Setting.DATABASE_URL.variable();
    }

    private Optional<String> chosen(Setting setting) {
        return value(flags, setting)
                .or(() -> value(environment, setting.variable()))
                .or(() ->
                        setting == Setting.DATABASE_URL ? value(environment, PLATFORM_DATABASE_URL) : Optional.empty());
    }

    private Optional<String> fileOf(Setting setting) {
        return setting.mayComeFromFile() ? value(environment, setting.fileVariable()) : Optional.empty();
    }

    /** A final line break is the editor's, not the secret's. */
    private static String contents(Setting setting, String file) {
        String text;
        try {
            text = Files.readString(Path.of(file)).replaceFirst("\\R\\z", "");
        } catch (IOException | InvalidPathException e) {
            throw Failure.usage(setting.fileVariable() + " is '" + file + "', which cannot be read: "
                    + e.getClass().getSimpleName());
        }
        if (text.isEmpty()) {
            throw Failure.usage(setting.fileVariable() + " is '" + file + "', which is empty");
        }
        return text;
    }

    private static <K> Optional<String> value(Map<K, String> values, K name) {
        return Optional.ofNullable(values.get(name)).filter(text -> !text.isEmpty());
    }

    private Failure nothingSet(Setting setting) {
        String variable = setting.variable();
        if (!runFile.isEmpty()) {
            return Failure.usage(OTHERS.formatted(variable));
        }
        return Failure.usage(RunFile.leftBehind(home())
                .map(gone -> GONE.formatted(variable, RunFile.in(home()), gone))
                .orElseGet(() -> NOTHING_SET.formatted(variable, home())));
    }

    private static Failure wrong(Setting setting, String text, String expected) {
        String shown = setting.secret() ? "" : " '" + text + "'";
        return Failure.usage(setting.variable() + shown + ": " + expected + " is expected");
    }

    @Override
    public String toString() {
        return "Configuration" + new HashMap<>(runFile).keySet();
    }
}
