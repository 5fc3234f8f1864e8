package dev.scale.app.task;

import dev.scale.app.Failure;
import dev.scale.app.Signals;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Passes on to a command the signals that this process gets, from when it is made. Those that came before the command was
 * there follow it; those that come after its end are dropped, since what is left to do is bounded. Thread-safe.
 */
final class SignalForwarding {

    private static final List<String> SIGNALS = List.of("TERM", "INT", "HUP", "USR1", "USR2", "WINCH");

    /** A terminal sends these to the command as well, which must not get them twice. */
    private static final Set<String> OF_TERMINALS = Set.of("INT", "WINCH");

    private final List<String> early = new ArrayList<>();
    private @Nullable Child child;

    private SignalForwarding() {}

    static SignalForwarding install() {
        SignalForwarding forwarding = new SignalForwarding();
        for (String name : SIGNALS) {
            try {
                Signals.handle(name, () -> forwarding.came(name));
            } catch (Failure e) {
                // a signal that this system or JVM keeps to itself
            }
        }
        return forwarding;
    }

    synchronized void to(Child command) {
        child = command;
        early.forEach(command::signal);
        early.clear();
    }

    private synchronized void came(String name) {
        if (OF_TERMINALS.contains(name) && ForegroundGroup.isOurs()) {
            return;
        }
        if (child == null) {
            early.add(name);
        } else {
            child.signal(name);
        }
    }
}
