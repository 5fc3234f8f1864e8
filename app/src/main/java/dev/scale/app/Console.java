package dev.scale.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Where the program writes: facts to standard output, everything else to standard error, both in UTF-8 whatever the
 * locale says.
 */
public record Console(PrintStream out, PrintStream err) {

    /** The streams of this process. */
    public static Console standard() {
        return new Console(utf8(FileDescriptor.out), utf8(FileDescriptor.err));
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /** Whether whoever read standard output has stopped to, as {@code head} does. */
    public boolean closed() {
        return out.checkError();
    }

    /** Prints a table as it fits where it goes. */
    public void print(TextTable table) {
        out.print(table.text(Terminal.ofThisProcess()));
        out.flush();
    }

    /** Prints one JSON object on a line. */
    public void json(Consumer<JsonGenerator> members) {
        out.println(jsonText(members));
    }

    /** One JSON object as text. */
    public static String jsonText(Consumer<JsonGenerator> members) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            generator.writeStartObject();
            members.accept(generator);
            generator.writeEndObject();
        }
        return text.toString();
    }
}
