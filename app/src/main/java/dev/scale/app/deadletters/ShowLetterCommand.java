package dev.scale.app.deadletters;

import dev.scale.app.Configuration;
import dev.scale.app.Console;
import dev.scale.app.ExitCode;
import dev.scale.app.Failure;
import dev.scale.app.Printable;
import dev.scale.app.TableReader;
import dev.scale.messaging.store.DeadLetter;
import dev.scale.messaging.store.DeadLetterList;
import dev.scale.messaging.store.KeptLetter;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code scale dead-letters show}. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Show a dead letter with its body. Exit code 1 where there is none.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  scale dead-letters show 17",
            "  scale dead-letters show 17 --body hex",
            "  scale dead-letters show 17 --body raw > body.json"
        })
final class ShowLetterCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "ID", description = "The dead letter's id.")
    private long id;

    @Option(
            names = "--body",
            paramLabel = "FORM",
            defaultValue = "pretty",
            description = "${COMPLETION-CANDIDATES}: indented, hexadecimal, or the bytes as they are and nothing else"
                    + " (${DEFAULT-VALUE}).")
    private LetterBody.Form form = LetterBody.Form.PRETTY;

    @Option(
            names = "--json",
            description =
                    "Print one JSON object: the body in `body` as text, in `body_hex` where it is no UTF-8 or --body hex.")
    private boolean json;

    ShowLetterCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws SQLException {
        KeptLetter kept;
        try (TableReader tables = TableReader.open(Configuration.of(System.getenv(), Map.of()), "scale-dead-letters")) {
            kept = tables.read((connection, now) -> DeadLetterList.find(connection, id))
                    .orElseThrow(() -> new Failure(
                            ExitCode.FAILED,
                            "there is no dead letter " + id
                                    + "; `scale dead-letters list --all-queues --closed` lists all"));
        }
        LetterBody body = new LetterBody(kept.letter().body());
        if (json) {
            console.json(generator -> {
                LetterJson.write(kept, generator);
                if (form == LetterBody.Form.HEX || body.text().isEmpty()) {
                    generator.writeStringProperty("body_hex", HexFormat.of().formatHex(body.bytes()));
                } else {
                    generator.writeStringProperty("body", body.text().orElseThrow());
                }
            });
        } else if (form == LetterBody.Form.RAW) {
            console.out().writeBytes(body.bytes());
            console.out().flush();
        } else {
            describe(kept, console.out());
            console.out().print("\n" + (form == LetterBody.Form.HEX ? body.hex() : body.pretty()));
            console.out().flush();
        }
        return ExitCode.OK;
    }

    private static void describe(KeptLetter kept, PrintStream out) {
        DeadLetter letter = kept.letter();
        fact(out, "dead letter", String.valueOf(kept.id()));
        fact(out, "queue", letter.queue());
        fact(out, "type", letter.type());
        fact(out, "message id", letter.messageId());
        fact(out, "given up", kept.deadAt() + ", try " + letter.number() + ", attempt " + letter.attempt());
        fact(out, "reason", letter.reason());
        fact(
                out,
                "state",
                kept.resolvedAt() == null ? "open" : "closed at " + kept.resolvedAt() + ": " + kept.resolution());
        new TreeMap<>(letter.headers()).forEach((name, value) -> fact(out, "header", name + " = " + value));
        fact(out, "body", kept.bodyBytes() + " bytes");
    }

    private static void fact(PrintStream out, String name, @Nullable String value) {
        if (value != null) {
            out.println(name + ":" + " ".repeat(12 - name.length()) + Printable.line(value));
        }
    }
}
