package dev.scale.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd how the service is, where that wants to be told ({@code Type=notify}, {@code NotifyAccess=all}). By its own
 * program, since the protocol (sd_notify(3)) needs a kind of socket that Java does not have.
 */
final class SystemdNotify {

    private static final Logger LOG = LoggerFactory.getLogger(SystemdNotify.class);
    private static final String SOCKET = "NOTIFY_SOCKET";
    private static final int LIMIT_SECONDS = 5;

    private SystemdNotify() {}

    /** It handles commands. */
    static void ready() throws InterruptedException {
        await(say("READY=1", "STATUS=handling commands"), "commands are handled");
    }

    /** It goes on. */
    static void live() throws InterruptedException {
        await(say("WATCHDOG=1"), "the process goes on");
    }

    /** It was asked to stop and finishes what is in work, which waits for nobody. */
    static void stopping() {
        say("STOPPING=1", "STATUS=stopping, finishing what is in work");
    }

    private static void await(@Nullable Process notify, String told) throws InterruptedException {
        if (notify == null) {
            return;
        }
        if (!notify.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            notify.destroyForcibly();
            LOG.warn("systemd was not told within {} s that {}", LIMIT_SECONDS, told);
        } else if (notify.exitValue() != 0) {
            LOG.warn("systemd was not told that {}: systemd-notify ended with {}", told, notify.exitValue());
        }
    }

    private static @Nullable Process say(String... assignments) {
        if (System.getenv(SOCKET) == null) {
            return null;
        }
        List<String> command = new ArrayList<>(List.of("systemd-notify"));
        command.addAll(List.of(assignments));
        try {
            return new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            LOG.warn("{} is set, but systemd cannot be told: {}", SOCKET, e.getMessage());
            return null;
        }
    }
}
