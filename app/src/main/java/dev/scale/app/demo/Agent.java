package dev.scale.app.demo;

import dev.scale.messaging.Command;
import dev.scale.messaging.CommandSender;
import dev.scale.messaging.SendReport;
import java.util.List;

/**
 * The node's way to the broker, shared by its tasks: sends, waits for the confirmation, and writes the ledger. What is not
 * confirmed is sent again under the same id. Has no database connection. Thread-safe.
 */
final class Agent {

    private static final int MOST_TRIES = 5;

    private final CommandSender sender;
    private final Ledger ledger;

    Agent(CommandSender sender, Ledger ledger) {
        this.sender = sender;
        this.ledger = ledger;
    }

    /** Returns when the broker has confirmed the command. */
    void send(Command command, Expected expected) {
        List<Command> open = List.of(command);
        for (int attempt = 1; ; attempt++) {
            SendReport report = sender.send(open);
            if (report.complete()) {
                ledger.confirmed(command.id(), expected);
                return;
            }
            SendReport.Unconfirmed missing = report.unconfirmed().get(0);
            if (attempt == MOST_TRIES || !missing.worthRepeating()) {
                throw new IllegalStateException(
                        command.type() + " " + command.id() + " was not confirmed: " + missing.reason());
            }
        }
    }

    /** Sends commands that speak of one execution each. */
    void send(List<Command> commands, Expected expected) {
        commands.forEach(command -> send(command, expected));
    }
}
