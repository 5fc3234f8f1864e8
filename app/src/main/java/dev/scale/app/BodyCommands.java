package dev.scale.app;

import dev.scale.messaging.Command;
import dev.scale.messaging.InvalidCommandException;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Commands of one type for the bodies of some sources, or the whole commands that stand there, each so many times with an id
 * of its own. Remembers where they stand.
 */
final class BodyCommands implements Iterator<Command> {

    private final @Nullable String type;
    private final BodySources bodies;
    private final int times;
    private final IdentityHashMap<Command, String> places = new IdentityHashMap<>();
    private int left;
    private BodySources.@Nullable Body body;

    /** @param type null where the sources hold whole commands, {@code {"type": ..., "body": ...}} as they travel */
    BodyCommands(@Nullable String type, BodySources bodies, int times) {
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

    /** File and line on which a command's body starts; once for each command, which is then forgotten. */
    String place(Command command) {
        String place = places.remove(command);
        return place == null ? "" : place;
    }

    private Command command(BodySources.Body from, @Nullable String id) {
        try {
            Command command = type == null
                    ? Command.ofEnvelope(
                            id == null ? Command.newId() : id, from.text().getBytes(StandardCharsets.UTF_8))
                    : Command.ofJson(type, from.text(), id);
            places.put(command, from.place());
            return command;
        } catch (InvalidCommandException e) {
            throw new Failure(
                    ExitCode.USAGE,
                    (type == null ? "the command at " : "the body at ") + from.place() + ": " + e.getMessage()
                            + (type == null
                                    ? "; without -t whole commands are expected, {\"type\": …, \"body\": …}"
                                    : "")
                            + "; neither it nor anything after it was sent",
                    e);
        }
    }
}
