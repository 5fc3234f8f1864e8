package dev.scale.app.task;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The terminal that controls this process, if there is one. */
final class Terminal {

    private static final Path OWN_STATE = Path.of("/proc/self/stat");

    private Terminal() {}

    /** Whether we and our children are in its foreground, so that its keys send signals to all of us. */
    static boolean holdsOurGroup() {
        try {
            return holdsGroup(Files.readString(OWN_STATE));
        } catch (IOException e) {
            // another system than Linux
            return System.console() != null;
        }
    }

    /** By the kernel's words: number, (name), state, parent, process group, session, terminal, its foreground group. */
    static boolean holdsGroup(String state) {
        String[] afterName = state.substring(state.lastIndexOf(')') + 1).strip().split(" ");
        return !afterName[4].equals("0") && afterName[2].equals(afterName[5]);
    }
}
