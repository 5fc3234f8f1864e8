package dev.scale.messaging;

import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.Headers;
import dev.scale.messaging.broker.OutgoingMessage;
import dev.scale.messaging.broker.PublishReport;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Sends commands. Needs no database. Thread-safe; one per process is enough, over one connection. */
public final class CommandSender {

    private static final int CHUNK = 500;
    private static final int CHUNKS_IN_FLIGHT = 8;

    private final Broker broker;
    private final Tracing tracing;
    private final Clock clock;

    /** A sender over a broker, which stays the caller's to close. */
    public CommandSender(Broker broker) {
        this(broker, Tracing.global());
    }

    /** The same with another way to appear in traces. */
    public CommandSender(Broker broker, Tracing tracing) {
        this(broker, tracing, Clock.systemUTC());
    }

    CommandSender(Broker broker, Tracing tracing, Clock clock) {
        this.broker = broker;
        this.tracing = tracing;
        this.clock = clock;
    }

    /**
     * Sends one command and waits until the broker has confirmed it, at most for the broker's publish limit.
     *
     * @return the command's message id
     * @throws NotConfirmedException with the command, ready to be sent again
     */
    public <C> String send(CommandType<C> type, C body) {
        SendReport report = send(List.of(Command.of(type, body)));
        if (!report.complete()) {
            throw new NotConfirmedException(report.unconfirmed().get(0));
        }
        return report.confirmed().get(0).id();
    }

    /** Sends commands and waits for the broker's word on each; throws nothing for those that are not confirmed. */
    public SendReport send(List<Command> commands) {
        return sendAsync(commands).toCompletableFuture().join();
    }

    /** Sends commands; the stage always completes normally, at the latest after the broker's publish limit. */
    public CompletionStage<SendReport> sendAsync(List<Command> commands) {
        Traced sending = tracing.send(broker.destination(), commands);
        try {
            return sendAsync(commands, sending);
        } catch (RuntimeException | Error e) {
            sending.failed(e);
            sending.close();
            throw e;
        }
    }

    private CompletionStage<SendReport> sendAsync(List<Command> commands, Traced sending) {
        Map<String, String> headers = headers(sending);
        IdentityHashMap<OutgoingMessage, Command> origins = new IdentityHashMap<>(commands.size() * 2);
        List<OutgoingMessage> messages = new ArrayList<>(commands.size());
        for (Command command : commands) {
            OutgoingMessage message = new OutgoingMessage(
                    command.id(), EnvelopeCodec.encode(command.type(), command.body()), headers, command.group());
            origins.put(message, command);
            messages.add(message);
        }
        return broker.publish(messages).thenApply(report -> {
            close(sending, report);
            return translate(report, origins);
        });
    }

    private Map<String, String> headers(Traced sending) {
        Map<String, String> headers = new HashMap<>(sending.headers());
        headers.put(Headers.SENT, Timestamps.format(clock.instant()));
        return Map.copyOf(headers);
    }

    private static void close(Traced sending, PublishReport report) {
        List<PublishReport.Unconfirmed> missing = report.unconfirmed();
        if (!missing.isEmpty()) {
            sending.unconfirmed(
                    missing.size(), missing.stream().anyMatch(one -> one.cause() == PublishReport.Cause.OUTAGE));
        }
        sending.close();
    }

    /**
     * Sends any number of commands with at most a few thousand in flight, and reports on them chunk by chunk, in order, on
     * the calling thread. Where the stream throws, what it gave before is sent and reported first.
     */
    public void send(Stream<Command> commands, Consumer<SendReport> eachChunk) {
        Deque<CompletableFuture<SendReport>> inFlight = new ArrayDeque<>();
        List<Command> chunk = new ArrayList<>(CHUNK);
        try {
            for (Iterator<Command> rest = commands.iterator(); rest.hasNext(); ) {
                chunk.add(rest.next());
                if (chunk.size() == CHUNK) {
                    inFlight.add(sendAsync(List.copyOf(chunk)).toCompletableFuture());
                    chunk.clear();
                }
                if (inFlight.size() > CHUNKS_IN_FLIGHT) {
                    eachChunk.accept(inFlight.remove().join());
                }
            }
        } finally {
            if (!chunk.isEmpty()) {
                inFlight.add(sendAsync(List.copyOf(chunk)).toCompletableFuture());
            }
            inFlight.forEach(report -> eachChunk.accept(report.join()));
        }
    }

    private static SendReport translate(PublishReport report, IdentityHashMap<OutgoingMessage, Command> origins) {
        return new SendReport(
                report.confirmed().stream().map(origins::get).toList(),
                report.unconfirmed().stream()
                        .map(missing -> new SendReport.Unconfirmed(
                                Objects.requireNonNull(origins.get(missing.message())),
                                missing.cause() == PublishReport.Cause.OUTAGE,
                                missing.reason()))
                        .toList());
    }
}
