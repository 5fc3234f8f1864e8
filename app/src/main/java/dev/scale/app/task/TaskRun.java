package dev.scale.app.task;

import dev.scale.app.Configuration;
import dev.scale.app.Console;
import dev.scale.app.ExitCode;
import dev.scale.app.Setting;
import dev.scale.messaging.Command;
import dev.scale.messaging.broker.Durations;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A whole task in one process: says that it runs, runs the command, says how that ended. */
final class TaskRun {

    /** As a shell says it. */
    private static final int NOT_FOUND = 127;

    private static final int NOT_EXECUTABLE = 126;

    /** As timeout(1) says it: a command that ends well when it is told to end has not completed. */
    private static final int TIMED_OUT = 124;

    private final Configuration configuration;
    private final TaskReports reports;
    private final Console console;
    private final Clock clock = Clock.systemUTC();
    private final Optional<Duration> limit;
    private final Duration grace;

    /** All settings are checked here, before anything has begun. */
    TaskRun(Configuration configuration, Task task, Console console) {
        this.configuration = configuration;
        this.reports = new TaskReports(task, ErrorNames.of(configuration));
        this.console = console;
        this.limit = configuration
                .text(Setting.TASK_TIMEOUT)
                .map(text -> configuration.duration(Setting.TASK_TIMEOUT, "100ms"));
        this.grace = configuration.duration(Setting.TASK_GRACE, "100ms");
    }

    /** Returns the command's exit code; {@value ExitCode#FAILED} where it is 0 and something is neither reported nor kept. */
    int run(List<String> command) throws InterruptedException {
        SignalForwarding signals = SignalForwarding.install();
        try (Reporting reporting = new Reporting(configuration, console);
                OutputFile output = OutputFile.namedOrTemporary(configuration, console)) {
            Ending ending = run(command, signals, reporting, output);
            List<Command> last = new ArrayList<>(reports.ended(ending));
            output.command(reports.task().execution(), ending.completed()).ifPresent(last::add);
            reporting.send(last);
            reporting.finish(reports.task());
            int exitCode = ending.timedOut() ? TIMED_OUT : ending.exitCode();
            return exitCode == ExitCode.OK && reporting.counts().lost() > 0 ? ExitCode.FAILED : exitCode;
        }
    }

    private Ending run(List<String> command, SignalForwarding signals, Reporting reporting, OutputFile output)
            throws InterruptedException {
        Task task = reports.task();
        Instant started = clock.instant();
        Child child;
        try {
            child = Child.start(
                    command,
                    environment -> ChildEnvironment.prepare(environment, task.execution(), output.file()),
                    console.err());
        } catch (IOException e) {
            console.err().println("scale: " + e.getMessage());
            reporting.send(reports.started(started));
            boolean missing = String.valueOf(e.getMessage()).contains("error=2,");
            return new Ending(
                    missing ? NOT_FOUND : NOT_EXECUTABLE,
                    false,
                    started,
                    clock.instant(),
                    String.valueOf(e.getMessage()));
        }
        signals.to(child);
        // beside the command, which neither waits for a broker nor stops because there is none
        Thread report = new Thread(() -> reporting.send(reports.started(started)), "scale-task-started");
        report.setDaemon(true);
        report.start();
        Child.Ended ended = child.await(limit, grace);
        Instant end = clock.instant();
        if (ended.timedOut()) {
            console.err()
                    .println("scale: the command ran longer than " + Durations.words(limit.orElseThrow())
                            + " and was ended");
        }
        report.join();
        return new Ending(ended.exitCode(), ended.timedOut(), started, end, message(ended, child));
    }

    private String message(Child.Ended ended, Child child) {
        String complaint = child.complaint();
        if (!ended.timedOut()) {
            return complaint;
        }
        String limitPassed =
                "ended after " + configuration.text(Setting.TASK_TIMEOUT).orElse("");
        return complaint.isEmpty() ? limitPassed : limitPassed + "\n" + complaint;
    }
}
