package dev.scale.benchmarks;

import dev.scale.local.EmbeddedBroker;
import dev.scale.local.EmbeddedPostgres;
import dev.scale.local.LocalService;
import dev.scale.messaging.Command;
import dev.scale.messaging.CommandSender;
import dev.scale.messaging.CommandType;
import dev.scale.messaging.HandlerGroup;
import dev.scale.messaging.Handlers;
import dev.scale.messaging.Outcome;
import dev.scale.messaging.Received;
import dev.scale.messaging.UnitOfWork;
import dev.scale.messaging.Worker;
import dev.scale.messaging.WorkerListener;
import dev.scale.messaging.WorkerOptions;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import dev.scale.messaging.store.Database;
import dev.scale.messaging.store.DatabaseUrl;
import dev.scale.messaging.store.Schema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/**
 * How much a few failing commands slow down the others: the time in which 10,000 commands are applied, against the time
 * in which the good ones of 10,000 are applied where one in a hundred fails. The two take turns; a ratio of 1 means that
 * nobody notices. Arguments: the broker ({@code memory} or {@code embedded}) and the number of turns.
 */
public final class FailureStorm {

    private static final int COMMANDS = 10_000;
    private static final CommandType<Count> COUNT = CommandType.of("count", Count.class);

    record Count(int by) {}

    private FailureStorm() {}

    public static void main(String[] arguments) throws Exception {
        boolean memory = arguments.length > 0 && arguments[0].equals("memory");
        int turns = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 7;
        Path folder = Files.createTempDirectory("scale-storm");
        try (LocalService postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
                Database database = Database.open(DatabaseUrl.parse(postgres.url()), 3, "storm")) {
            prepare(database);
            if (memory) {
                run("memory://storm", database, turns);
            } else {
                try (LocalService broker = EmbeddedBroker.start(folder.resolve("broker"))) {
                    run(broker.url(), database, turns);
                }
            }
        }
    }

    private static void prepare(Database database) throws SQLException {
        Schema.migrate(database);
        try (Connection connection = database.connection()) {
            connection.createStatement().execute("create table scale.counted (id text primary key, by int not null)");
        }
    }

    private static void run(String url, Database database, int turns) throws Exception {
        oneTurn(url, database, 0);
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < turns; i++) {
            double calm = oneTurn(url, database, 0);
            double storm = oneTurn(url, database, COMMANDS / 100);
            ratios.add(calm / storm);
            System.out.printf(
                    Locale.ROOT,
                    "calm %.0f commands/s, storm %.0f good commands/s, ratio %.2f%n",
                    COMMANDS / calm,
                    (COMMANDS - COMMANDS / 100) / storm,
                    calm / storm);
        }
        ratios.sort(null);
        System.out.printf(Locale.ROOT, "median ratio %.2f of %d turns%n", ratios.get(ratios.size() / 2), turns);
    }

    /** Seconds until every good command is committed. */
    private static double oneTurn(String url, Database database, int failing) throws InterruptedException {
        String queue = UUID.randomUUID().toString();
        try (Broker broker = Broker.open(BrokerUrl.parse(url), BrokerOptions.forQueue(queue))) {
            List<Command> commands = IntStream.range(0, COMMANDS)
                    .mapToObj(i -> Command.of(COUNT, new Count(failing > 0 && i % (COMMANDS / failing) == 7 ? -1 : 1)))
                    .toList();
            new CommandSender(broker).send(commands.stream(), report -> {});
            CountDownLatch good = new CountDownLatch(COMMANDS - failing);
            Handlers handlers = Handlers.of(List.of(HandlerGroup.of(COUNT, FailureStorm::count)));
            long start = System.nanoTime();
            try (Worker worker =
                    new Worker(broker, queue, database, handlers, WorkerOptions.DEFAULTS, counting(good))) {
                worker.start();
                good.await();
                return (System.nanoTime() - start) / 1e9;
            }
        }
    }

    private static WorkerListener counting(CountDownLatch good) {
        return new WorkerListener() {
            @Override
            public void committed(String group, List<Ended> ended, Instant at) {
                ended.stream()
                        .filter(one -> one.outcome() instanceof Outcome.Done)
                        .forEach(one -> good.countDown());
            }
        };
    }

    private static void count(List<Received<Count>> commands, UnitOfWork unit) throws SQLException {
        String[] ids = commands.stream().map(Received::id).toArray(String[]::new);
        Integer[] amounts = commands.stream().map(one -> one.body().by()).toArray(Integer[]::new);
        try (PreparedStatement insert = unit.connection()
                .prepareStatement("insert into scale.counted select * from unnest(?::text[], ?::int[])")) {
            insert.setArray(1, unit.connection().createArrayOf("text", ids));
            insert.setArray(2, unit.connection().createArrayOf("int4", amounts));
            insert.executeUpdate();
        }
        if (commands.stream().anyMatch(one -> one.body().by() < 0)) {
            throw new IllegalStateException("a negative amount");
        }
    }
}
