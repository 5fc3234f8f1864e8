package dev.scale.app;

import dev.scale.messaging.Command;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
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

    @Option(
            names = {"-t", "--type"},
            required = true,
            paramLabel = "TYPE",
            description = "The command type, such as running_jobs.")
    @SuppressWarnings("NullAway.Init")
    private String type;

    @Option(
            names = {"-b", "--body"},
            paramLabel = "BODY",
            description = "The body: JSON, @FILE, or - for standard input (also without this flag). Several values in a"
                    + " row, pretty-printed or one a line, are several commands.")
    private @Nullable String body;

    @Option(
            names = {"-c", "--count"},
            paramLabel = "COUNT",
            defaultValue = "1",
            description = "Send each so many times.")
    private int count;

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "Message id of the one command: sent again under the same id it has no second effect.")
    private @Nullable String id;

    @Option(names = "--json", description = Sending.JSON)
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
            BodyCommands commands = new BodyCommands(type, values, count);
            Iterator<Command> chosen =
                    id == null ? commands : List.of(commands.only(id)).iterator();
            return Sending.send(configuration, chosen, console, json);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the body: " + e.getMessage(), e);
        }
    }
}
