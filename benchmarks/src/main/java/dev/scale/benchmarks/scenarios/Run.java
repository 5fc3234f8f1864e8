package dev.scale.benchmarks.scenarios;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures ours beside its peers. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Measures ours beside its peers, in turns, on a private RabbitMQ node and a durable PostgreSQL.")
public final class Run implements Callable<Integer> {

    static final Map<String, Supplier<Scenario>> SCENARIOS = new LinkedHashMap<>();

    static {
        SCENARIOS.put("drain", Drain::new);
        SCENARIOS.put("live", Live::new);
        SCENARIOS.put("latency", Latency::new);
        SCENARIOS.put("growth", Growth::new);
        SCENARIOS.put("producers", Producers::new);
        SCENARIOS.put("memory", Memory::new);
        SCENARIOS.put("bulk", Bulk::new);
        SCENARIOS.put("once", Promises::once);
        SCENARIOS.put("followups", Promises::followUps);
        SCENARIOS.put("poison", Promises::poison);
        SCENARIOS.put("sqs", SqsRates::new);
    }

    /** Enough to see a change; a turn of a few seconds. */
    private static final int QUICK = 100_000;

    /** What the goals are stated for. */
    private static final int FULL = 400_000;

    private static final class Names extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Names() {
            super(SCENARIOS.keySet());
        }
    }

    @Parameters(
            paramLabel = "SCENARIO",
            description = "Which: ${COMPLETION-CANDIDATES}. All by default.",
            completionCandidates = Names.class)
    private List<String> scenarios = new ArrayList<>();

    @Option(
            names = "--warm-ups",
            defaultValue = "2",
            description = "Turns of each contender before those that count. Default: ${DEFAULT-VALUE}.")
    private int warmUps;

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "Turns of each contender that count. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--commands", description = "Commands in a backlog; all other sizes follow it. Default: 100000.")
    private @Nullable Integer commands;

    @Option(names = "--full", description = "The sizes of the goals: as --commands 400000.")
    private boolean full;

    @Option(names = "--json", paramLabel = "FILE", description = "Also writes the figures as JSON.")
    private @Nullable Path json;

    @Option(
            names = "--queues",
            split = ",",
            defaultValue = "quorum,classic",
            description = "Kinds of queues for drain and live. Default: ${DEFAULT-VALUE}.")
    private Set<QueueKind> queues = EnumSet.noneOf(QueueKind.class);

    @Option(names = "--no-peers", negatable = true, description = "Ours alone.")
    private boolean peers = true;

    @Option(
            names = "--recordings",
            paramLabel = "FOLDER",
            description = "Has each Java contender leave a flight recording there, to see where its time goes.")
    private @Nullable Path recordings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    private int commands() {
        if (commands != null && full) {
            throw new ParameterException(spec.commandLine(), "--full says how many commands; leave out --commands");
        }
        return commands != null ? commands : full ? FULL : QUICK;
    }

    static CommandLine commandLine() {
        return new CommandLine(new Run()).setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public Integer call() throws Exception {
        List<String> names = scenarios.isEmpty() ? List.copyOf(SCENARIOS.keySet()) : scenarios;
        Size size = new Size(commands(), warmUps, rounds, peers, queues);
        Map<String, Scenario> chosen = new LinkedHashMap<>();
        names.forEach(name -> chosen.put(name, scenario(name)));
        Map<String, List<Figures>> results = new LinkedHashMap<>();
        try (Rig rig = Rig.open(recordings)) {
            Map<String, String> machine = Machine.facts(rig);
            machine.forEach((what, value) -> System.out.println(what + ": " + value));
            for (Map.Entry<String, Scenario> one : chosen.entrySet()) {
                List<Figures> figures = one.getValue().run(rig, size);
                figures.forEach(new Tables(System.out)::print);
                results.put(one.getKey(), figures);
            }
            if (json != null) {
                JsonFigures.write(json, machine, size, results);
            }
        }
        return 0;
    }

    private Scenario scenario(String name) {
        Supplier<Scenario> known = SCENARIOS.get(name);
        if (known == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "no scenario '" + name + "'; there are " + String.join(", ", SCENARIOS.keySet()));
        }
        return known.get();
    }
}
