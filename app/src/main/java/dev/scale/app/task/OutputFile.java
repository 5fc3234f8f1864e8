package dev.scale.app.task;

import dev.scale.app.Configuration;
import dev.scale.app.Console;
import dev.scale.app.Setting;
import dev.scale.jobs.ExecutionId;
import dev.scale.jobs.JobCommands;
import dev.scale.jobs.StoreJobOutput.JobOutput;
import dev.scale.messaging.Command;
import dev.scale.messaging.InvalidCommandException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The file in which a command leaves the job's output. Without a usable output there is none: the rest is reported.
 *
 * @param file empty where nobody has named one
 * @param ours whether it is a temporary one in a folder of its own
 * @param mostBytes of the command that brings it
 */
record OutputFile(Optional<Path> file, boolean ours, int mostBytes, Console console) implements AutoCloseable {

    /** The file that the settings name. */
    static OutputFile named(Configuration configuration, Console console) {
        Optional<Path> named = configuration.text(Setting.OUTPUT_FILE).map(Path::of);
        return new OutputFile(named, false, configuration.size(Setting.MAX_BODY), console);
    }

    /** The file that the settings name, else a temporary one, which closing deletes. */
    static OutputFile namedOrTemporary(Configuration configuration, Console console) {
        OutputFile named = named(configuration, console);
        if (named.file.isPresent()) {
            return named;
        }
        try {
            Path folder = Files.createTempDirectory("scale-task-");
            return new OutputFile(Optional.of(folder.resolve("output.json")), true, named.mostBytes, console);
        } catch (IOException e) {
            console.err().println("scale: the command gets no " + Setting.OUTPUT_FILE.variable() + ": " + e);
            return named;
        }
    }

    /** The command that brings the output; says on standard error why there is none where one was to be expected. */
    Optional<Command> command(ExecutionId execution, boolean expected) {
        if (file.isEmpty()) {
            return Optional.empty();
        }
        Path path = file.get();
        try {
            if (!Files.exists(path) || Files.isRegularFile(path) && Files.size(path) == 0) {
                if (expected && !ours) {
                    say(path, "it is missing or empty");
                }
                return Optional.empty();
            }
            return Optional.of(command(execution, read(path)));
        } catch (InvalidCommandException | IllegalArgumentException e) {
            say(path, String.valueOf(e.getMessage()));
        } catch (CharacterCodingException e) {
            say(path, "it is not UTF-8");
        } catch (IOException e) {
            say(path, "it cannot be read: " + e);
        }
        return Optional.empty();
    }

    private String read(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new IllegalArgumentException("it is no regular file");
        }
        if (Files.size(path) > mostBytes) {
            throw tooLarge(Files.size(path));
        }
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(Files.readAllBytes(path)))
                .toString();
    }

    /** Checked as a handler will: first alone, so that the place of an error is one in the file, then as it travels. */
    private Command command(ExecutionId execution, String json) {
        Command alone = Command.ofJson("output", json, null);
        String checked = new String(alone.body(), StandardCharsets.UTF_8);
        Command command = JobCommands.storeOutput(List.of(new JobOutput(execution, checked)))
                .get(0);
        byte[] envelope = command.envelope();
        if (envelope.length > mostBytes) {
            throw tooLarge(envelope.length);
        }
        return Command.ofEnvelope(command.id(), envelope);
    }

    private IllegalArgumentException tooLarge(long bytes) {
        return new IllegalArgumentException("it makes a command of " + bytes + " bytes, and at most " + mostBytes
                + " are sent (" + Setting.MAX_BODY.variable() + ")");
    }

    private void say(Path path, String trouble) {
        console.err().println("scale: no output is reported from " + path + ": " + trouble);
    }

    @Override
    public void close() {
        if (ours && file.isPresent()) {
            Path path = file.get();
            try {
                Files.deleteIfExists(path);
                Files.deleteIfExists(path.toAbsolutePath().getParent());
            } catch (IOException e) {
                // what the command has left beside it is the command's
            }
        }
    }
}
