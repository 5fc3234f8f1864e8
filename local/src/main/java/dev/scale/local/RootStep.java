package dev.scale.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The step down from root, as which PostgreSQL refuses to run: a command's prefix, empty for other users. Preferred is a user namespace,
 * in which root's files are read with no privilege; where the kernel forbids that, the user "nobody" with the one capability to reach a
 * folder under root's home.
 */
record RootStep(List<String> prefix, int owner) {
    private static final int NOBODY = 65534;

    /** Which step suits a folder. */
    interface Choice {
        RootStep in(Path folder) throws IOException;
    }

    static RootStep in(Path folder) throws IOException {
        int user = (int) Files.getAttribute(folder, "unix:uid");
        if (user != 0) {
            return new RootStep(List.of(), user);
        }
        return choose(folder, List.of(inUserNamespace(), asNobody()));
    }

    static RootStep inUserNamespace() {
        return new RootStep(List.of("unshare", "-U"), 0);
    }

    static RootStep asNobody() {
        String id = Integer.toString(NOBODY);
        List<String> prefix = List.of(
                "setpriv",
                // Without this access(2), by which PostgreSQL looks for its own program, disregards the capability.
                "--securebits",
                "+no_setuid_fixup",
                "--reuid",
                id,
                "--regid",
                id,
                "--clear-groups",
                "--inh-caps",
                "+dac_override",
                "--ambient-caps",
                "+dac_override");
        return new RootStep(prefix, NOBODY);
    }

    private static RootStep choose(Path folder, List<RootStep> steps) {
        return steps.stream()
                .filter(step -> Commands.succeeds(step.before(List.of("test", "-x", folder.toString()))))
                .findFirst()
                .orElseThrow(
                        () -> new LocalServiceException(
                                "PostgreSQL refuses to run as root, and neither unshare nor setpriv"
                                        + " (of util-linux) can step down here: run this as an ordinary user, or use a PostgreSQL server of your own"));
    }

    List<String> before(List<String> command) {
        return Stream.concat(prefix.stream(), command.stream()).toList();
    }

    /** Lets the process that has stepped down own its data. */
    void own(Path data) throws IOException {
        if (Files.exists(data) && (int) Files.getAttribute(data, "unix:uid") != owner) {
            FileTrees.give(data, owner);
        }
    }
}
