package dev.scale.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The Python client that foreign senders use. */
final class Kombu {
    private static final Path PYTHON = Path.of("/usr/bin/python3");

    private Kombu() {}

    static boolean installed() {
        return Files.isExecutable(PYTHON) && Commands.succeeds(List.of(PYTHON.toString(), "-c", "import kombu"));
    }

    /** Runs a script that has a {@code connection} to this URL and returns what it printed. */
    static String run(String url, String script) throws IOException {
        String opening = "import os, kombu\nconnection = kombu.Connection(os.environ['BROKER_URL'])\n";
        return Commands.run(List.of(PYTHON.toString(), "-c", opening + script), "", Map.of("BROKER_URL", url))
                .strip();
    }
}
