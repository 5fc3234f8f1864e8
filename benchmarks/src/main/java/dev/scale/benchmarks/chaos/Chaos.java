package dev.scale.benchmarks.chaos;

import dev.scale.benchmarks.chaos.Site.BrokerKind;
import dev.scale.benchmarks.chaos.handler.Sabotage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code benchmarks/chaos}: breaks a running system again and again, and proves that nothing is lost and nothing happens twice. */
@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        description =
                "Senders send while handlers, broker and database are killed, frozen and cut off; then every command is"
                        + " accounted for. Exit code 0: nothing lost, nothing twice.")
public final class Chaos implements Callable<Integer> {

    private static final int GOOD = 0;
    private static final int BAD = 1;

    @Option(names = "--minutes", defaultValue = "1", description = "How long to send. Default: ${DEFAULT-VALUE}.")
    private double minutes;

    @Option(
            names = "--faults",
            split = ",",
            description =
                    "kill-handler, kill-broker (not with sqs), kill-database, freeze, cut, reset, blackhole. Default: all.")
    private @Nullable List<Fault> faults;

    @Option(names = "--seed", description = "Repeats the plan of another run. Default: a new one.")
    private @Nullable Long seed;

    @Option(
            names = "--broker",
            defaultValue = "embedded",
            description =
                    "embedded, rabbitmq (a quorum queue), rabbitmq-classic, sqs (ElasticMQ, with its queues in memory)."
                            + " Default: ${DEFAULT-VALUE}.")
    private BrokerKind broker = BrokerKind.EMBEDDED;

    @Option(names = "--senders", defaultValue = "50", description = "Concurrent senders. Default: ${DEFAULT-VALUE}.")
    private int senders;

    @Option(
            names = "--rate",
            defaultValue = "200",
            description = "Commands a second, about. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--sabotage",
            defaultValue = "none",
            description =
                    "Breaks a guarantee on purpose, to prove the proof: acknowledge-first, no-inbox, ignore-returns,"
                            + " delete-first, drop-effect.")
    private Sabotage sabotage = Sabotage.NONE;

    @Option(names = "--json", description = "One JSON object on standard output.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new Chaos())
                .registerConverter(Fault.class, option(Fault.values(), Fault::option))
                .registerConverter(BrokerKind.class, option(BrokerKind.values(), BrokerKind::option))
                .registerConverter(Sabotage.class, option(Sabotage.values(), Sabotage::option));
        System.exit(line.execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("scale-chaos");
        long chosen = seed == null ? new Random().nextInt(Integer.MAX_VALUE) : seed;
        System.err.println("chaos: seed " + chosen + ", logs in " + folder);
        Duration length = Duration.ofMillis((long) (minutes * 60_000));
        Plan plan = Plan.random(chosen, length, faults()).withDeaths(sabotage.deaths());
        Load load = new Load(senders, rate, sabotage == Sabotage.NONE);
        Report report;
        try (Site site = Site.open(folder.resolve("services"), broker)) {
            report = new ChaosRun(site, plan, load, sabotage, folder).run("chaos");
        }
        System.out.print(json ? report.json() + System.lineSeparator() : report.text());
        System.err.print(report.complaints());
        if (!report.good()) {
            System.err.println("chaos: NOT as promised; logs are kept in " + folder);
            return BAD;
        }
        delete(folder);
        return GOOD;
    }

    private Set<Fault> faults() {
        Set<Fault> chosen = EnumSet.noneOf(Fault.class);
        for (Fault fault : faults == null ? List.of(Fault.values()) : faults) {
            if (broker.survives(fault)) {
                chosen.add(fault);
            } else if (faults != null) {
                throw new ParameterException(
                        spec.commandLine(),
                        fault.option() + " is not possible with " + broker.option() + ": its queues are in memory");
            }
        }
        return chosen;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static <T> CommandLine.ITypeConverter<T> option(T[] values, Function<T, String> name) {
        return text -> Arrays.stream(values)
                .filter(value -> name.apply(value).equals(text))
                .findFirst()
                .orElseThrow(() -> new CommandLine.TypeConversionException("'" + text + "' is none of "
                        + Arrays.stream(values).map(name).toList()));
    }
}
