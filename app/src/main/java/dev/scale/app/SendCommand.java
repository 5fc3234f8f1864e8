package dev.scale.app;

import dev.scale.messaging.Command;
import dev.scale.messaging.InvalidCommandException;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code scale send}: sends commands whose bodies are given as JSON. */
@picocli.CommandLine.Command(
        name = "send",
        mixinStandardHelpOptions = true,
        description = "Send commands and wait until the broker has confirmed them.")
final class SendCommand implements Callable<Integer> {

    private final Console console;

    @Option(names = {"-t", "--type"}, required = true, paramLabel = "TYPE", description = "The command type, such as running_jobs.")
    @SuppressWarnings("NullAway.Init")
    private String type;

    @Option(
            names = {"-b", "--body"},
            paramLabel = "BODY",
            description = "The body: JSON, @FILE, or - for standard input (also without this flag). Several values in a"
                    + " row, pretty-printed or one a line, are several commands.")
    private @Nullable String body;

    @Option(names = {"-c", "--count"}, paramLabel = "COUNT", defaultValue = "1", description = "Send each so many times.")
    private int count;

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "Message id of the one command: sent again under the same id it has no second effect.")
    private @Nullable String id;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private final QueueFlag queue = new QueueFlag();

    SendCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (type.isBlank()) {
            throw Failure.usage("-t needs a command type");
        }
        if (count < 1) {
            throw Failure.usage("-c " + count + ": a whole number from 1 is expected");
        }
        if (id != null && (id.isEmpty() || count != 1)) {
            throw Failure.usage("--id names exactly one command: no empty id, and not with -c");
        }
        Configuration configuration = queue.configuration();
        configuration.brokerUrl();
        try (Reader reader = Bodies.open(body, System.in)) {
            JsonValues values = new JsonValues(reader, configuration.size(Setting.MAX_BODY));
            if (!values.hasNext()) {
                throw Failure.usage("no body: give -b BODY, -b @FILE, or JSON on standard input");
            }
            return Sending.send(configuration, id == null ? all(values) : only(values), console, json);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the body: " + e.getMessage(), e);
        }
    }

    private Stream<Command> only(JsonValues values) {
        Command command = command(values.next(), id);
        if (values.hasNext()) {
            throw Failure.usage("--id names exactly one command, but there are several bodies");
        }
        return Stream.of(command);
    }

    private Stream<Command> all(JsonValues values) {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(values, Spliterator.ORDERED), false)
                .flatMap(value -> Stream.generate(() -> command(value, null)).limit(count));
    }

    private Command command(JsonValues.Value value, @Nullable String messageId) {
        try {
            return Command.ofJson(type, value.text(), messageId);
        } catch (InvalidCommandException e) {
            throw new Failure(
                    ExitCode.USAGE,
                    "the body that starts on line " + value.line() + ": " + e.getMessage()
                            + "; it and what follows was not sent",
                    e);
        }
    }
}
