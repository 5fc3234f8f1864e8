package dev.scale.app;

import dev.scale.messaging.Command;
import dev.scale.messaging.CommandSender;
import dev.scale.messaging.SendReport;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Sends commands for a person at a terminal and says what was confirmed. */
final class Sending {

    /** A person does not wait as long as a program would. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final int MOST_SHOWN = 20;
    private static final int MOST_LISTED = 1000;

    private final List<String> confirmedIds = new ArrayList<>();
    private final List<SendReport.Unconfirmed> unconfirmed = new ArrayList<>();
    private long confirmed;

    private Sending() {}

    /** Sends all and returns the exit code. An error among the commands ends the sending after those before it. */
    static int send(Configuration configuration, Stream<Command> commands, Console console, boolean json) {
        try (Broker broker = Broker.open(
                configuration.brokerUrl(), configuration.brokerOptions("scale-send").withPublishLimit(PATIENCE))) {
            Sending sending = new Sending();
            RuntimeException broken = null;
            try {
                new CommandSender(broker).send(commands, sending::add);
            } catch (RuntimeException e) {
                broken = e;
            }
            if (broken == null || sending.confirmed > 0 || !sending.unconfirmed.isEmpty()) {
                sending.print(console, json);
            }
            if (broken != null) {
                throw broken;
            }
            return sending.exitCode(broker);
        }
    }

    private void add(SendReport report) {
        confirmed += report.confirmed().size();
        for (Command command : report.confirmed()) {
            if (confirmedIds.size() < MOST_LISTED) {
                confirmedIds.add(command.id());
            }
        }
        unconfirmed.addAll(report.unconfirmed());
    }

    private void print(Console console, boolean json) {
        if (json) {
            console.json(generator -> {
                generator.writeNumberProperty("confirmed", confirmed);
                generator.writeArrayPropertyStart("ids");
                confirmedIds.forEach(generator::writeString);
                generator.writeEndArray();
                generator.writeArrayPropertyStart("unconfirmed");
                for (SendReport.Unconfirmed one : unconfirmed) {
                    generator.writeStartObject();
                    generator.writeStringProperty("id", one.command().id());
                    generator.writeStringProperty("reason", one.reason());
                    generator.writeEndObject();
                }
                generator.writeEndArray();
            });
        } else {
            console.out().println("confirmed " + confirmed + (confirmed == 1 ? " command: " + confirmedIds.get(0) : " commands"));
        }
        unconfirmed.stream()
                .limit(MOST_SHOWN)
                .forEach(one -> console.err()
                        .println("scale: not confirmed: " + one.command().id() + ": " + one.reason()));
        if (unconfirmed.size() > MOST_SHOWN) {
            console.err().println("scale: not confirmed: " + (unconfirmed.size() - MOST_SHOWN) + " more");
        }
    }

    /** Where nothing at all went through the broker may tell why. */
    private int exitCode(Broker broker) {
        if (unconfirmed.isEmpty()) {
            return ExitCode.OK;
        }
        if (confirmed == 0) {
            try {
                broker.depth();
            } catch (BrokerException e) {
                return Errors.exitCode(e);
            }
        }
        return unconfirmed.stream().anyMatch(SendReport.Unconfirmed::worthRepeating)
                ? ExitCode.UNREACHABLE
                : ExitCode.FAILED;
    }
}
