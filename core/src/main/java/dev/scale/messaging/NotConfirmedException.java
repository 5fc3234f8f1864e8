package dev.scale.messaging;

/** A command was sent and the broker has not confirmed it: it may or may not arrive. Sending {@link #command()} again is safe. */
public final class NotConfirmedException extends RuntimeException {

    private final transient Command command;

    NotConfirmedException(SendReport.Unconfirmed unconfirmed) {
        super("command " + unconfirmed.command().id() + " of type "
                + unconfirmed.command().type() + " is not confirmed: " + unconfirmed.reason());
        this.command = unconfirmed.command();
    }

    /** The command, ready to be sent again under the same id. */
    public Command command() {
        return command;
    }
}
