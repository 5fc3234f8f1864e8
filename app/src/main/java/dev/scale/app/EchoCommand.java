package dev.scale.app;

import dev.scale.messaging.Command;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code scale echo}: sends commands that a handler only logs, to see whether the way is open. */
final class EchoCommand implements Callable<Integer> {

    private final Console console;
    private final OptionSpec count = Declared.number("N", Long.class, "-c", "--count")
            .defaultValue("1")
            .description("How many.")
            .build();
    private final OptionSpec json =
            Declared.flag("--json").description(Sending.JSON).build();
    private final QueueFlag queue = new QueueFlag();

    private EchoCommand(Console console) {
        this.console = console;
    }

    static CommandSpec spec(Console console) {
        EchoCommand echo = new EchoCommand(console);
        CommandSpec spec = Declared.command("echo", echo)
                .addOption(echo.count)
                .addOption(echo.json)
                .addOption(echo.queue.declared());
        spec.usageMessage()
                .description("Send echo commands, which a handler only logs.")
                .footerHeading("%nExamples:%n")
                .footer("  scale echo -c 3");
        return spec;
    }

    @Override
    public Integer call() {
        long count = this.count.<Long>getValue();
        if (count < 1) {
            throw Failure.usage("-c " + count + ": a whole number from 1 is expected");
        }
        return Sending.send(
                queue.configuration(),
                LongStream.rangeClosed(1, count)
                        .mapToObj(number -> Command.ofJson("echo", "{\"number\": " + number + "}", null))
                        .iterator(),
                console,
                json.getValue());
    }
}
