package dev.scale.app.task;

import dev.scale.app.Console;
import dev.scale.messaging.Command;
import dev.scale.messaging.CommandSender;
import dev.scale.messaging.InvalidCommandException;
import dev.scale.messaging.SendReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Sends what waits in a spool, batch by batch, until nothing does or the broker takes no more. */
final class SpoolSending {

    private static final int BATCH = 100;
    private static final long BATCH_BYTES = 8L * 1024 * 1024;

    private final Spool spool;
    private final CommandSender sender;
    private final long mostBytes;
    private final Console console;

    private int sent;
    private int refused;
    private String trouble = "";

    /**
     * What came of it.
     *
     * @param trouble why the rest was not sent; empty where there is none
     */
    record Result(int sent, int refused, String trouble) {}

    /** @param mostBytes of a file; a larger one is refused without being read */
    SpoolSending(Spool spool, CommandSender sender, long mostBytes, Console console) {
        this.spool = spool;
        this.sender = sender;
        this.mostBytes = mostBytes;
        this.console = console;
    }

    /** Sends up to so many, those that senders have left behind included. */
    Result send(int most) throws IOException {
        try (SpoolClaims claims = new SpoolClaims(spool)) {
            claims.bringBack(Clock.systemUTC());
            while (trouble.isEmpty() && sent + refused < most) {
                List<Path> batch = claims.claim(Math.min(BATCH, most - sent - refused), BATCH_BYTES);
                if (batch.isEmpty()) {
                    break;
                }
                send(claims, batch);
            }
        }
        return new Result(sent, refused, trouble);
    }

    private void send(SpoolClaims claims, List<Path> batch) throws IOException {
        Map<Command, Path> files = new IdentityHashMap<>();
        for (Path file : batch) {
            try {
                files.put(read(file), file);
            } catch (InvalidCommandException e) {
                refuse(file, String.valueOf(e.getMessage()));
            } catch (NoSuchFileException e) {
                // somebody took this process for gone
            } catch (IOException e) {
                refuse(file, "it cannot be read: " + e);
            }
        }
        SendReport report = sender.send(List.copyOf(files.keySet()));
        for (Command confirmed : report.confirmed()) {
            claims.sent(Objects.requireNonNull(files.get(confirmed)));
            sent++;
        }
        for (SendReport.Unconfirmed missing : report.unconfirmed()) {
            if (missing.worthRepeating()) {
                trouble = missing.reason();
            } else {
                refuse(Objects.requireNonNull(files.get(missing.command())), missing.reason());
            }
        }
    }

    private Command read(Path file) throws IOException {
        if (Files.size(file) > mostBytes) {
            throw new InvalidCommandException(
                    "it has " + Files.size(file) + " bytes, and at most " + mostBytes + " are sent");
        }
        return Command.ofEnvelope(file.getFileName().toString(), Files.readAllBytes(file));
    }

    private void refuse(Path file, String reason) throws IOException {
        try {
            spool.refuse(file);
            refused++;
            console.err()
                    .println("scale: refused, and set aside in " + spool.refused() + ": " + file.getFileName() + ": "
                            + reason);
        } catch (NoSuchFileException e) {
            // somebody took this process for gone
        }
    }
}
