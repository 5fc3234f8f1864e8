package dev.scale.acceptance.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of the Debian package on a machine whose changes are thrown away. No systemd runs: the test does what it would do. */
class DebianPackageIT {

    private static final Path DEB =
            Path.of("..", "deploy", "deb").toAbsolutePath().normalize();
    private static final String SETTINGS = "/etc/scale/scale.env";
    private static final String STATE =
            "find /etc /usr/bin /usr/share/scale /usr/lib/systemd /usr/share/doc/scale-messaging"
                    + " /var/lib/scale -not -name '*-' -printf '%p %M %u %g\\n' 2>/dev/null | sort;"
                    + " cat /etc/passwd /etc/group /etc/shadow; dpkg -l | grep scale-messaging";

    @TempDir
    Path folder;

    @Test
    void isInstalledStartedUpgradedAndPurged() throws Exception {
        try (Sandbox machine = Sandbox.open(folder)) {
            for (String changed : List.of("/etc", "/usr", "/var")) {
                machine.overlay(Path.of(changed), Path.of(changed));
            }
            machine.run("mount", "-t", "tmpfs", "tmpfs", "/run/systemd"); // this machine's own must not hear of it
            String before = machine.run("sh", "-c", STATE).out();

            install(machine, build(machine, "1.0.0"));
            assertThat(machine.must("stat", "-c", "%a %U:%G", SETTINGS)).isEqualTo("640 root:scale\n");
            assertThat(machine.must("stat", "-c", "%a %U:%G", "/var/lib/scale")).isEqualTo("700 scale:scale\n");
            unitsAreInOrder(machine);
            runsByItsUnits(machine);

            machine.must("sh", "-c", "echo SCALE_BATCH_SIZE=7 >>" + SETTINGS);
            install(machine, build(machine, "1.0.1"));
            assertThat(machine.must("dpkg-query", "-W", "scale-messaging")).contains("1.0.1");
            assertThat(machine.must("cat", SETTINGS)).contains("SCALE_BATCH_SIZE=7");
            assertThat(machine.must("stat", "-c", "%a %U:%G", SETTINGS)).isEqualTo("640 root:scale\n");

            machine.must("dpkg", "--purge", "scale-messaging");
            assertThat(machine.run("sh", "-c", STATE).out()).isEqualTo(before);
        }
    }

    private String build(Sandbox machine, String version) throws Exception {
        List<String> lines = machine.must(
                        "env", "DEB_VERSION=" + version, DEB.resolve("build").toString(), folder.toString())
                .lines()
                .toList();
        return lines.get(lines.size() - 1);
    }

    private static void install(Sandbox machine, String file) throws Exception {
        // The Java of this machine need not come from a package.
        machine.must("env", "DEBIAN_FRONTEND=noninteractive", "dpkg", "--install", "--force-depends", file);
    }

    private static void unitsAreInOrder(Sandbox machine) throws Exception {
        if (machine.run("sh", "-c", "command -v systemd-analyze").exitCode() != 0) {
            System.err.println("SKIPPED: systemd-analyze is missing, the units are not verified");
            return;
        }
        for (String unit : List.of("scale-handler", "scale-up")) {
            assertThat(machine.run("systemd-analyze", "verify", "/usr/lib/systemd/system/" + unit + ".service"))
                    .satisfies(ran -> assertThat(ran.out()).doesNotContain(unit))
                    .satisfies(ran -> assertThat(ran.exitCode()).isZero());
        }
    }

    /** {@code scale up} starts broker and database; a handler process uses them. */
    private void runsByItsUnits(Sandbox machine) throws Exception {
        UnitFile handler = UnitFile.read(DEB.resolve("systemd/scale-handler.service"));
        UnitFile up = UnitFile.read(DEB.resolve("systemd/scale-up.service"));
        assertThat(handler.value("EnvironmentFile")).isEqualTo(SETTINGS);

        Shell.Ran unset = machine.run(handler.command(settings(machine)));
        assertThat(unset.out()).contains("SCALE_BROKER_URL");
        assertThat(handler.value("RestartPreventExitStatus").split(" ")).contains(String.valueOf(unset.exitCode()));

        try (Shell.Started services = machine.start(up.command(settings(machine)))) {
            await().atMost(Duration.ofMinutes(2))
                    .until(() ->
                            !services.process().isAlive() || services.printed().contains("scale: ready"));
            assertThat(services.printed()).contains("scale: ready");
            assertThat(services.process().isAlive()).as(services.printed()).isTrue();
            assertThat(machine.must(
                            "ps",
                            "-o",
                            "user=",
                            "-p",
                            String.valueOf(services.process().pid())))
                    .isEqualTo("scale\n");
            machine.must("sh", "-c", "grep -E '^SCALE_(BROKER|DATABASE)_URL=' /var/lib/scale/run >>" + SETTINGS);
            try (Shell.Started handling = machine.start(handler.command(settings(machine)))) {
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> handling.printed().contains("handling ")
                                || !handling.process().isAlive());
                stopsInTime(handling, handler);
            }
            stopsInTime(services, up);
        }
        machine.must("sed", "-i", "/^SCALE_.*_URL=/d", SETTINGS);
    }

    private static List<String> settings(Sandbox machine) throws Exception {
        return Arrays.asList(machine.must("cat", SETTINGS).split("\n"));
    }

    private static void stopsInTime(Shell.Started started, UnitFile unit) throws Exception {
        started.process().destroy();
        long limit = Long.parseLong(unit.value("TimeoutStopSec").replace("s", ""));
        assertThat(started.process().waitFor(limit, TimeUnit.SECONDS))
                .as(started.printed())
                .isTrue();
        assertThat(started.process().exitValue()).as(started.printed()).isZero();
    }
}
