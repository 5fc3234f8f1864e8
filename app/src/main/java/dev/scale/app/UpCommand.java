package dev.scale.app;

import dev.scale.app.classdata.Recording;
import dev.scale.app.http.HttpServer;
import dev.scale.messaging.CommandModule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code scale up}: everything in one process, until stopped. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description =
                "Start what is not set (broker, database) alongside, and handle commands until stopped; with a dashboard at SCALE_HTTP_PORT.",
        footerHeading = "%nExamples:%n",
        footer = {"  scale up", "  scale up --broker rabbitmq --threads 4"})
final class UpCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private final HandlerFlags flags = new HandlerFlags();

    @Mixin
    private final BrokerFlag broker = new BrokerFlag();

    private final Recording recording = Recording.ofThisProcess();

    UpCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (recording) {
            return handleUntilStopped();
        }
    }

    private int handleUntilStopped() throws InterruptedException {
        Configuration configuration = flags.configuration();
        HttpServer.check(configuration);
        StopSignal stop = StopSignal.install();
        try (Home home = Home.claim(configuration.home())) {
            // An earlier run file here belongs to a process that was killed: only the claim's holder writes one.
            Configuration own = configuration.withRunFile(Map.of());
            List<CommandModule> modules = Modules.of(own);
            try (StartedServices services = StartedServices.start(own, broker)) {
                handle(services, modules, home, stop);
            }
        }
        return ExitCode.OK;
    }

    private void handle(StartedServices services, List<CommandModule> modules, Home home, StopSignal stop)
            throws InterruptedException {
        String name = "scale-handler " + ProcessHandle.current().pid();
        Receiving receiving = new Receiving();
        try (Starting<Optional<Tables>> tables = HandlerProcess.tables(services::withDatabase, modules, name, stop);
                Starting<HttpServer> dashboard = Starting.on(
                        "start-dashboard",
                        () -> HttpServer.start(services.withDatabase(), receiving),
                        HttpServer::close)) {
            try {
                tell(services);
                HttpServer server = dashboard.await();
                console.out().println("scale: " + server.description());
                Optional<HandlerProcess> process =
                        HandlerProcess.start(services.configuration(), tables, name, server.listener(), stop);
                if (process.isPresent()) {
                    server.show(process.get());
                    run(process.get(), services, home, receiving, stop);
                }
            } finally {
                stop.ask(); // where something has failed, the tables may be waiting for a database that is away
            }
        }
    }

    private void tell(StartedServices services) {
        services.descriptions().forEach(line -> console.out().println("scale: " + line));
        if (!services.urls().isEmpty()) {
            console.out()
                    .println("scale: what is started alongside is for trying out; for real work set "
                            + services.urls().keySet().stream()
                                    .map(Setting::variable)
                                    .collect(Collectors.joining(" and ")));
        }
    }

    private void run(HandlerProcess process, StartedServices services, Home home, Receiving receiving, StopSignal stop)
            throws InterruptedException {
        try (process) {
            home.announce(services.urls());
            if (receiving.await(stop)) {
                SystemdNotify.ready();
                console.out()
                        .println("scale: ready; other commands of this user find it through " + home.runFile()
                                + " (Ctrl-C stops)");
                recording.started();
                try (SystemdWatchdog unused = SystemdWatchdog.start(process::live)) {
                    stop.await();
                }
            }
            SystemdNotify.stopping();
            console.err().println("scale: stopping, finishing what is in work");
        }
    }
}
