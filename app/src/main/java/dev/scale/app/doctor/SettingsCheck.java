package dev.scale.app.doctor;

import dev.scale.app.Configuration;
import dev.scale.app.Failure;
import dev.scale.app.Modules;
import dev.scale.app.Setting;
import dev.scale.app.http.HttpServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Whether every setting can be read, as each would be by the command that needs it. */
record SettingsCheck(Configuration configuration) {

    private static final int ANY = 1_000_000_000;

    private static final Map<Setting, Consumer<Configuration>> READINGS = Map.ofEntries(
            Map.entry(Setting.HANDLER_THREADS, settings -> settings.number(Setting.HANDLER_THREADS, ANY)),
            Map.entry(Setting.BATCH_SIZE, settings -> settings.number(Setting.BATCH_SIZE, ANY)),
            Map.entry(Setting.MODULES, Modules::of),
            Map.entry(Setting.HANDLE_LIMIT, settings -> settings.duration(Setting.HANDLE_LIMIT)),
            Map.entry(Setting.DRAIN_LIMIT, settings -> settings.duration(Setting.DRAIN_LIMIT)),
            Map.entry(Setting.MAX_ATTEMPTS, settings -> settings.number(Setting.MAX_ATTEMPTS, ANY)),
            Map.entry(Setting.EARLY_LIMIT, settings -> settings.duration(Setting.EARLY_LIMIT)),
            Map.entry(Setting.INBOX_RETENTION, settings -> settings.duration(Setting.INBOX_RETENTION, "25h")),
            Map.entry(Setting.JOB_RETENTION, SettingsCheck::retention),
            Map.entry(Setting.HTTP_BIND, HttpServer::check),
            Map.entry(Setting.MAX_BODY, settings -> settings.size(Setting.MAX_BODY)),
            Map.entry(Setting.CLASS_DATA, settings -> settings.word(Setting.CLASS_DATA, "auto", "off")),
            Map.entry(Setting.MIGRATE, settings -> settings.word(Setting.MIGRATE, "auto", "check")));

    private static void retention(Configuration settings) {
        if (settings.text(Setting.JOB_RETENTION).isPresent()) {
            settings.duration(Setting.JOB_RETENTION, "1h");
        }
    }

    List<Finding> find() {
        List<Finding> findings = new ArrayList<>();
        for (Setting setting : Setting.values()) {
            Consumer<Configuration> reading = READINGS.get(setting);
            if (reading != null) {
                try {
                    reading.accept(configuration);
                } catch (Failure wrong) {
                    findings.add(Finding.error(
                            "settings",
                            String.valueOf(wrong.getMessage()),
                            "a handler does not start with it",
                            "change or unset " + setting.variable(),
                            wrong.exitCode()));
                }
            }
        }
        return findings.isEmpty() ? List.of(Finding.ok("settings", "every setting can be read")) : findings;
    }
}
