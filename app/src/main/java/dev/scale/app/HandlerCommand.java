package dev.scale.app;

import dev.scale.messaging.WorkerListener;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code scale handler}: a handler process, until stopped. */
@Command(
        name = "handler",
        mixinStandardHelpOptions = true,
        description = "Handle commands until stopped: SIGTERM drains, a second one exits at once.",
        footerHeading = "%nExamples:%n",
        footer = {"  scale handler", "  scale handler --threads 4 --batch-size 200 --queue trial"})
final class HandlerCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private final HandlerFlags flags = new HandlerFlags();

    HandlerCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Configuration configuration = flags.configuration();
        StopSignal stop = StopSignal.install();
        configuration.brokerUrl();
        configuration.databaseUrl();
        String name = "scale-handler " + ProcessHandle.current().pid();
        Optional<HandlerProcess> process = HandlerProcess.start(configuration, name, WorkerListener.NONE, stop);
        if (process.isPresent()) {
            try (HandlerProcess running = process.get()) {
                stop.await();
                console.err().println("scale: stopping, finishing what is in work");
            }
        }
        return ExitCode.OK;
    }
}
