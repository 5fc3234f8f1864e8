package dev.scale.messaging;

/**
 * A command type: its stable name on the wire, tied to the form of its body. Kept as a constant beside the body's class.
 *
 * @param name the {@code type} on the wire; never change it once commands have been sent
 * @param codec reads and writes bodies
 * @param <C> the body
 */
public record CommandType<C>(String name, BodyCodec<C> codec) {

    public CommandType {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a command type needs a name");
        }
    }

    /** A type whose body is a record, read and written by Jackson's databind (which must be on the class path). */
    public static <C extends Record> CommandType<C> of(String name, Class<C> body) {
        return new CommandType<>(name, new RecordCodec<>(body));
    }

    /** A type with a codec of its own. */
    public static <C> CommandType<C> of(String name, BodyCodec<C> codec) {
        return new CommandType<>(name, codec);
    }

    @Override
    public String toString() {
        return name;
    }
}
