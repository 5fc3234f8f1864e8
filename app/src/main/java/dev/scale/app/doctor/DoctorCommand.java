package dev.scale.app.doctor;

import dev.scale.app.Configuration;
import dev.scale.app.Console;
import dev.scale.app.ExitCode;
import dev.scale.app.Printable;
import dev.scale.app.QueueFlag;
import dev.scale.app.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code scale doctor}: what is misconfigured, and how to mend it. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description =
                "Look at settings, broker, queue, database, tables, handlers and outbox; say what is wrong, why it matters and"
                        + " the command that mends it. Changes nothing. Exit code: 0 where there is no error, else that of the gravest"
                        + " (77 refused, 69 unreachable, 2 settings, 1 other).",
        footerHeading = "%nExamples:%n",
        footer = {"  scale doctor", "  scale doctor --strict || exit 1", "  scale doctor --json"})
public final class DoctorCommand implements Callable<Integer> {

    private final Console console;

    @Option(names = "--strict", description = "Exit code 1 also where there are only warnings.")
    private boolean strict;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private final QueueFlag queue = new QueueFlag();

    public DoctorCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Configuration configuration = queue.configuration();
        List<Finding> findings = new ArrayList<>();
        findings.addAll(new SettingsCheck(configuration).find());
        if (findings.stream().allMatch(finding -> finding.severity() == Finding.Severity.OK)) {
            findings.addAll(new BrokerCheck(configuration).find());
            findings.addAll(new DatabaseCheck(configuration).find());
        }
        if (json) {
            writeJson(findings);
        } else {
            print(findings);
        }
        return exitCode(findings);
    }

    private int exitCode(List<Finding> findings) {
        int worst = findings.stream().mapToInt(Finding::exitCode).max().orElse(ExitCode.OK);
        boolean warned = findings.stream().anyMatch(finding -> finding.severity() == Finding.Severity.WARNING);
        return worst == ExitCode.OK && strict && warned ? ExitCode.FAILED : worst;
    }

    private void print(List<Finding> findings) {
        Terminal terminal = Terminal.ofThisProcess();
        for (Finding finding : findings) {
            String label = String.format(Locale.ROOT, "%-8s", finding.severity());
            console.out()
                    .println(terminal.in(tone(finding.severity()), label) + finding.topic() + ": "
                            + Printable.line(finding.what()));
            if (!finding.why().isEmpty()) {
                console.out().println("        why:  " + Printable.line(finding.why()));
                console.out().println("        mend: " + Printable.line(finding.mend()));
            }
        }
    }

    private static Terminal.Tone tone(Finding.Severity severity) {
        return switch (severity) {
            case OK -> Terminal.Tone.GOOD;
            case WARNING -> Terminal.Tone.WARNING;
            case ERROR -> Terminal.Tone.BAD;
        };
    }

    private void writeJson(List<Finding> findings) {
        Optional<Finding.Severity> worst =
                findings.stream().map(Finding::severity).max(Finding.Severity::compareTo);
        console.json(generator -> {
            generator.writeStringProperty(
                    "worst", worst.orElse(Finding.Severity.OK).toString());
            generator.writeArrayPropertyStart("findings");
            for (Finding finding : findings) {
                generator.writeStartObject();
                generator.writeStringProperty("severity", finding.severity().toString());
                generator.writeStringProperty("topic", finding.topic());
                generator.writeStringProperty("what", finding.what());
                if (!finding.why().isEmpty()) {
                    generator.writeStringProperty("why", finding.why());
                    generator.writeStringProperty("mend", finding.mend());
                }
                generator.writeEndObject();
            }
            generator.writeEndArray();
        });
    }
}
