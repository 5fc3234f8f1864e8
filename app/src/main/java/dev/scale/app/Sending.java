package dev.scale.app;

import dev.scale.messaging.Command;
import dev.scale.messaging.CommandSender;
import dev.scale.messaging.SendReport;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Sends commands for a person at a terminal and says what was confirmed. */
final class Sending {

    /** A person does not wait as long as a program would. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final int MOST_SHOWN = 20;

    /** Ids held and printed: what a short command's memory bears. */
    static final int MOST_LISTED = 100_000;

    static final String JSON =
            "Print one JSON object: `confirmed` (how many), `ids` (of the confirmed, at most 100,000),"
                    + " `ids_left_out` (how many more there are), `unconfirmed` (id and reason of each, and `at`, file and line, where it was read).";

    /** Where commands were read. */
    interface Origins {
        /** File and line, empty where nobody knows; asked once for each command, and may be forgotten then. */
        String take(Command command);
    }

    private final List<String> confirmedIds = new ArrayList<>();
    private final List<SendReport.Unconfirmed> unconfirmed = new ArrayList<>();
    /** Where the unconfirmed ones were read, in the same order; empty where nobody knows. */
    private final List<String> places = new ArrayList<>();

    private final Origins origins;
    private long confirmed;

    private Sending(Origins origins) {
        this.origins = origins;
    }

    /** The same for commands that were not read anywhere. */
    static int send(Configuration configuration, Iterator<Command> commands, Console console, boolean json) {
        return send(configuration, commands, command -> "", console, json);
    }

    /**
     * Sends all and returns the exit code. A bad command ends the sending: those before it are sent and reported first.
     *
     * @param origins where commands were read
     */
    static int send(
            Configuration configuration, Iterator<Command> commands, Origins origins, Console console, boolean json) {
        try (Broker broker = Broker.open(
                configuration.brokerUrl(),
                configuration.brokerOptions("scale-send").withPublishLimit(PATIENCE))) {
            Sending sending = new Sending(origins);
            UntilFailure sound = new UntilFailure(commands);
            new CommandSender(broker, configuration.tracing())
                    .send(
                            StreamSupport.stream(
                                    Spliterators.spliteratorUnknownSize(sound, Spliterator.ORDERED), false),
                            sending::add);
            if (sound.failure == null || sending.confirmed > 0 || !sending.unconfirmed.isEmpty()) {
                sending.print(console, json);
            }
            if (sound.failure != null) {
                throw sound.failure;
            }
            return sending.exitCode(broker);
        }
    }

    private void add(SendReport report) {
        confirmed += report.confirmed().size();
        for (Command command : report.confirmed()) {
            origins.take(command);
            if (confirmedIds.size() < MOST_LISTED) {
                confirmedIds.add(command.id());
            }
        }
        for (SendReport.Unconfirmed one : report.unconfirmed()) {
            unconfirmed.add(one);
            places.add(origins.take(one.command()));
        }
    }

    private void print(Console console, boolean json) {
        if (json) {
            console.json(generator -> {
                generator.writeNumberProperty("confirmed", confirmed);
                generator.writeArrayPropertyStart("ids");
                confirmedIds.forEach(generator::writeString);
                generator.writeEndArray();
                generator.writeNumberProperty("ids_left_out", confirmed - confirmedIds.size());
                generator.writeArrayPropertyStart("unconfirmed");
                for (int i = 0; i < unconfirmed.size(); i++) {
                    generator.writeStartObject();
                    generator.writeStringProperty(
                            "id", unconfirmed.get(i).command().id());
                    generator.writeStringProperty("reason", unconfirmed.get(i).reason());
                    if (!places.get(i).isEmpty()) {
                        generator.writeStringProperty("at", places.get(i));
                    }
                    generator.writeEndObject();
                }
                generator.writeEndArray();
            });
        } else {
            console.out()
                    .println(
                            confirmed == 1
                                    ? "confirmed 1 command: " + confirmedIds.get(0)
                                    : "confirmed " + confirmed + " commands");
        }
        for (int i = 0; i < Math.min(MOST_SHOWN, unconfirmed.size()); i++) {
            String at = places.get(i).isEmpty() ? "" : " (" + places.get(i) + ")";
            SendReport.Unconfirmed one = unconfirmed.get(i);
            console.err().println("scale: not confirmed: " + one.command().id() + at + ": " + one.reason());
        }
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

    /** Ends where its source fails, and remembers why, so that what came before is still sent and accounted for. */
    private static final class UntilFailure implements Iterator<Command> {

        private final Iterator<Command> source;
        private @Nullable Command next;
        private @Nullable RuntimeException failure;

        UntilFailure(Iterator<Command> source) {
            this.source = source;
        }

        @Override
        public boolean hasNext() {
            if (next == null && failure == null) {
                try {
                    next = source.hasNext() ? source.next() : null;
                } catch (RuntimeException e) {
                    failure = e;
                }
            }
            return next != null;
        }

        @Override
        public Command next() {
            Command command = hasNext() ? next : null;
            if (command == null) {
                throw new java.util.NoSuchElementException();
            }
            next = null;
            return command;
        }
    }
}
