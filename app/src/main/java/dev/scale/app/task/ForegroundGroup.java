package dev.scale.app.task;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The processes to which a terminal sends the signals of its keys. */
final class ForegroundGroup {

    private static final Path OWN_STATE = Path.of("/proc/self/stat");

    private ForegroundGroup() {}

    /** Whether we and our children are these, under the terminal that controls us. */
    static boolean isOurs() {
        try {
            return isNamed(Files.readString(OWN_STATE));
        } catch (IOException e) {
            // another system than Linux
            return System.console() != null;
        }
    }

    /** By the kernel's description of a process: number, (name), state, parent, group, session, terminal, its foreground group. */
    static boolean isNamed(String state) {
        String[] afterName = state.substring(state.lastIndexOf(')') + 1).strip().split(" ");
        return !afterName[4].equals("0") && afterName[2].equals(afterName[5]);
    }
}
