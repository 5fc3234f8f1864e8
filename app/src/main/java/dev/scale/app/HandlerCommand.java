package dev.scale.app;

import dev.scale.app.http.HttpServer;
import dev.scale.messaging.WorkerListener;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code scale handler}: a handler process, until stopped. */
@Command(
        name = "handler",
        mixinStandardHelpOptions = true,
        description = "Handle commands until stopped: SIGTERM drains, a second one exits at once.",
        footerHeading = "%nExamples:%n",
        footer = {"  scale handler", "  scale handler --threads 4 --batch-size 200 --queue trial"})
final class HandlerCommand implements Callable<Integer> {

    private final Console console;

    @Option(names = "--http", description = "Serve dashboard, metrics and health too; see SCALE_HTTP_PORT.")
    private boolean http;

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
        Receiving receiving = new Receiving();
        if (http) {
            try (HttpServer server = HttpServer.start(configuration, receiving)) {
                console.out().println("scale: " + server.description());
                handle(configuration, server.listener(), receiving, server::show, stop);
            }
        } else {
            handle(configuration, receiving, receiving, process -> {}, stop);
        }
        return ExitCode.OK;
    }

    private void handle(
            Configuration configuration,
            WorkerListener listener,
            Receiving receiving,
            Consumer<HandlerProcess> started,
            StopSignal stop)
            throws InterruptedException {
        String name = "scale-handler " + ProcessHandle.current().pid();
        Optional<HandlerProcess> process = HandlerProcess.start(configuration, name, listener, stop);
        if (process.isPresent()) {
            try (HandlerProcess running = process.get()) {
                started.accept(running);
                if (receiving.await(stop)) {
                    SystemdNotify.ready();
                    try (SystemdWatchdog unused = SystemdWatchdog.start(running::live)) {
                        stop.await();
                    }
                }
                SystemdNotify.stopping();
                console.err().println("scale: stopping, finishing what is in work");
            }
        }
    }
}
