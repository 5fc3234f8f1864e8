package dev.scale.app.task;

import dev.scale.app.Configuration;
import dev.scale.app.Console;
import dev.scale.app.Errors;
import dev.scale.app.ExitCode;
import dev.scale.app.Failure;
import dev.scale.app.QueueFlag;
import dev.scale.app.Setting;
import dev.scale.messaging.CommandSender;
import dev.scale.messaging.Tracing;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code scale spool send}: sends what waits in the spool. */
@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        description =
                "Send all that waits in the spool, what senders that are gone have left behind included. May run beside tasks"
                        + " and beside itself; what is sent twice has one effect.",
        footer = {
            "",
            "Exit codes: 0 nothing is left, 1 some were refused and set aside, 69 broker unreachable, 77 refused.",
            "",
            "Examples:",
            "  scale spool send",
            "  watch -n 60 scale spool send",
        })
final class SpoolSendCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Console console;

    @Option(
            names = "--json",
            description =
                    "Print one JSON object: how many were `sent`, how many `refused` and set aside, and `trouble`, why"
                            + " the rest was not sent, where there is a rest.")
    private boolean json;

    @Mixin
    private final QueueFlag queue = new QueueFlag();

    SpoolSendCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Configuration configuration = queue.configuration();
        Spool spool = Spool.in(configuration.home());
        try (Broker broker = Broker.open(
                configuration.brokerUrl(),
                configuration.brokerOptions("scale-spool").withPublishLimit(PATIENCE))) {
            SpoolSending.Result result = new SpoolSending(
                            spool,
                            new CommandSender(broker, Tracing.NONE),
                            configuration.size(Setting.MAX_BODY),
                            console)
                    .send(Integer.MAX_VALUE);
            print(result);
            if (!result.trouble().isEmpty()) {
                throw new Failure(exitCode(broker), "the rest waits in " + spool.fresh() + ", for " + result.trouble());
            }
            return result.refused() > 0 ? ExitCode.FAILED : ExitCode.OK;
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "cannot use the spool " + spool.folder() + ": " + e, e);
        }
    }

    private void print(SpoolSending.Result result) {
        if (json) {
            console.json(out -> {
                out.writeNumberProperty("sent", result.sent());
                out.writeNumberProperty("refused", result.refused());
                if (!result.trouble().isEmpty()) {
                    out.writeStringProperty("trouble", result.trouble());
                }
            });
        } else {
            console.out()
                    .println("sent " + result.sent() + (result.refused() == 0 ? "" : ", refused " + result.refused()));
        }
    }

    /** The broker may tell why it took nothing. */
    private static int exitCode(Broker broker) {
        try {
            broker.depth();
            return ExitCode.UNREACHABLE;
        } catch (BrokerException e) {
            return Errors.exitCode(e);
        }
    }
}
