package dev.scale.acceptance.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a test needs of a systemd unit: its settings, and its command as systemd would run it. */
record UnitFile(List<String> lines) {

    static UnitFile read(Path file) throws IOException {
        return new UnitFile(Files.readAllLines(file));
    }

    /** The values of a setting, in their order. */
    List<String> values(String setting) {
        return lines.stream()
                .filter(line -> line.startsWith(setting + "="))
                .map(line -> line.substring(setting.length() + 1))
                .toList();
    }

    String value(String setting) {
        return values(setting).get(0);
    }

    /** As its user, with its environment and nothing else. */
    String[] command(List<String> environmentFile) {
        List<String> command = new ArrayList<>(List.of(
                "setpriv",
                "--reuid=" + value("User"),
                "--regid=" + value("Group"),
                "--init-groups",
                "--no-new-privs",
                "env",
                "-i",
                "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"));
        environmentFile.stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .forEach(command::add);
        command.addAll(values("Environment"));
        command.addAll(List.of(value("ExecStart").split(" ")));
        return command.toArray(String[]::new);
    }
}
