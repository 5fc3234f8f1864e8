package dev.scale.messaging;

import dev.scale.messaging.broker.Broker;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Sends commands. Needs no database. Thread-safe; one per process is enough, over one connection.
 */
public final class CommandSender {

    private final Broker broker;

    /** A sender over a broker, which stays the caller's to close. */
    public CommandSender(Broker broker) {
        this.broker = broker;
    }

    /**
     * Sends one command and waits until the broker has confirmed it.
     *
     * @return the command's message id
     * @throws NotConfirmedException with the command, ready to be sent again
     */
    public <C> String send(CommandType<C> type, C body) {
        throw new UnsupportedOperationException(broker.toString());
    }

    /** Sends commands and waits for the broker's word on each; throws nothing for those that are not confirmed. */
    public SendReport send(List<Command> commands) {
        throw new UnsupportedOperationException();
    }

    /** Sends commands; the stage always completes normally. */
    public CompletionStage<SendReport> sendAsync(List<Command> commands) {
        throw new UnsupportedOperationException();
    }

    /** Sends any number of commands with a bounded number in flight, and reports on them chunk by chunk, in order, on the calling thread. */
    public void send(Stream<Command> commands, Consumer<SendReport> eachChunk) {
        throw new UnsupportedOperationException();
    }
}
