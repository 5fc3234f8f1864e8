package dev.scale.app;

import dev.scale.messaging.Command;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code scale echo}: sends commands that a handler only logs, to see whether the way is open. */
@picocli.CommandLine.Command(
        name = "echo",
        mixinStandardHelpOptions = true,
        description = "Send echo commands, which a handler only logs.",
        footerHeading = "%nExamples:%n",
        footer = "  scale echo -c 3")
final class EchoCommand implements Callable<Integer> {

    private final Console console;

    @Option(
            names = {"-c", "--count"},
            paramLabel = "N",
            defaultValue = "1",
            description = "How many.")
    private long count;

    @Option(names = "--json", description = Sending.JSON)
    private boolean json;

    @Mixin
    private final QueueFlag queue = new QueueFlag();

    EchoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (count < 1) {
            throw Failure.usage("-c " + count + ": a whole number from 1 is expected");
        }
        return Sending.send(
                queue.configuration(),
                LongStream.rangeClosed(1, count)
                        .mapToObj(number -> Command.ofJson("echo", "{\"number\": " + number + "}", null))
                        .iterator(),
                console,
                json);
    }
}
