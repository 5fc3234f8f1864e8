package dev.scale.app.demo;

import dev.scale.app.BrokerFlag;
import dev.scale.app.Configuration;
import dev.scale.app.Console;
import dev.scale.app.ExitCode;
import dev.scale.app.Failure;
import dev.scale.app.Setting;
import dev.scale.app.StartedServices;
import dev.scale.jobs.JobId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code scale demo}: everything at work on this machine, with an account of every command. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Start everything alongside in a temporary home, run jobs as real processes that report through the"
                        + " broker only, some of which fail on purpose, and account for every command.",
        footerHeading = "%nExamples:%n",
        footer = {"  scale demo", "  scale demo --jobs 1000 --tasks 32 --broker rabbitmq --json"})
public final class DemoCommand implements Callable<Integer> {

    private static final int MOST_JOBS = 1_000_000;
    private static final int MOST_TASKS = 512;

    private final Console console;

    @Option(names = "--jobs", paramLabel = "N", defaultValue = "300", description = "How many jobs (${DEFAULT-VALUE}).")
    private int jobs;

    @Option(
            names = "--tasks",
            paramLabel = "N",
            defaultValue = "16",
            description = "Tasks at a time (${DEFAULT-VALUE}).")
    private int tasks;

    @Option(
            names = "--files",
            paramLabel = "DIR",
            description = "The tasks read the files under this folder; default: those of the running JDK.")
    private @Nullable Path files;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private final BrokerFlag broker = new BrokerFlag();

    public DemoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws SQLException, InterruptedException {
        check("--jobs", jobs, MOST_JOBS);
        check("--tasks", tasks, MOST_TASKS);
        Path folder = files == null ? Path.of(System.getProperty("java.home")) : files;
        if (!Files.isDirectory(folder)) {
            throw Failure.usage("--files '" + folder + "' is no folder");
        }
        List<PlannedJob> plan = PlannedJob.plan(jobs, DemoFiles.under(folder, jobs), JobId::next);
        try (DemoHome home = DemoHome.make()) {
            Thread cleaning = new Thread(home::close, "demo-cleaning"); // Ctrl-C: services end by themselves
            Runtime.getRuntime().addShutdownHook(cleaning);
            console.err().println("scale: starting a broker and a database in " + home.folder());
            try (StartedServices services =
                    StartedServices.start(Configuration.alongside(System.getenv(), home.folder()), broker)) {
                DemoReport report = new Demo(services.configuration(), plan, bar()).run(tasks);
                String brokerShown = services.description(Setting.BROKER_URL);
                String database = services.description(Setting.DATABASE_URL);
                if (json) {
                    console.json(generator -> report.write(generator, brokerShown, database));
                } else {
                    console.out().println(report.text(brokerShown, database));
                }
                return report.good() ? ExitCode.OK : ExitCode.FAILED;
            }
        }
    }

    private ProgressBar bar() {
        return new ProgressBar(console.err(), Boolean.getBoolean("scale.terminal"), jobs);
    }

    private static void check(String flag, int value, int most) {
        if (value < 1 || value > most) {
            throw Failure.usage(flag + " " + value + ": a whole number from 1 to " + most + " is expected");
        }
    }
}
