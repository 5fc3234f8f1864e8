package dev.scale.app;

import dev.scale.messaging.Command;
import dev.scale.messaging.InvalidCommandException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Commands of one type for the bodies in some text, each so many times with an id of its own. */
final class BodyCommands implements Iterator<Command> {

    private final String type;
    private final JsonValues bodies;
    private final int times;
    private int left;
    private JsonValues.@Nullable Value body;

    BodyCommands(String type, JsonValues bodies, int times) {
        this.type = type;
        this.bodies = bodies;
        this.times = times;
    }

    @Override
    public boolean hasNext() {
        return left > 0 || bodies.hasNext();
    }

    @Override
    public Command next() {
        if (left == 0) {
            body = bodies.next();
            left = times;
        }
        if (body == null) {
            throw new NoSuchElementException();
        }
        left--;
        return command(body, null);
    }

    /** The only command of the text, under the caller's id. */
    Command only(String id) {
        Command command = command(bodies.next(), id);
        if (bodies.hasNext()) {
            throw Failure.usage("--id names exactly one command, but there are several bodies");
        }
        return command;
    }

    private Command command(JsonValues.Value value, @Nullable String id) {
        try {
            return Command.ofJson(type, value.text(), id);
        } catch (InvalidCommandException e) {
            throw new Failure(
                    ExitCode.USAGE,
                    "the body that starts on line " + value.line() + ": " + e.getMessage()
                            + "; neither it nor anything after it was sent",
                    e);
        }
    }
}
