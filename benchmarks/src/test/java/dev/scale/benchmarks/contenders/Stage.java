package dev.scale.benchmarks.contenders;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.scale.jobs.ExecutionId;
import dev.scale.jobs.JobCommands;
import dev.scale.jobs.JobsModule;
import dev.scale.local.EmbeddedPostgres;
import dev.scale.local.LocalService;
import dev.scale.local.RabbitNode;
import dev.scale.messaging.Command;
import dev.scale.messaging.CommandSender;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import dev.scale.messaging.store.Database;
import dev.scale.messaging.store.DatabaseUrl;
import dev.scale.messaging.store.Schema;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** A broker and a database with jobs that are queued, for contenders to work on. */
final class Stage implements AutoCloseable {

    /** What the two jobs behind the queued ones are, and stay: one is canceled, one has another execution by now. */
    static final int NOT_TO_START = 2;

    static final Instant STARTED = Instant.parse("2026-01-01T00:00:00Z");

    private final LocalService broker;
    private final LocalService postgres;
    private final Database database;

    Stage(Path folder) {
        broker = RabbitNode.start(folder.resolve("broker"));
        postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
        database = Database.open(DatabaseUrl.parse(postgres.url()), 2, "stage");
        Schema.migrate(database);
        JobsModule jobs = new JobsModule();
        Schema.migrate(database, jobs.name(), jobs.migrations().orElseThrow());
    }

    Map<String, String> environment() {
        return Map.of("SCALE_BROKER_URL", broker.url(), "SCALE_DATABASE_URL", postgres.url());
    }

    String brokerUrl() {
        return broker.url();
    }

    /** A new queue of a type. */
    String queue(String type) throws Exception {
        String name = UUID.randomUUID().toString();
        try (Connection connection =
                        new Place(broker.url(), postgres.url()).broker().newConnection();
                Channel channel = connection.createChannel()) {
            channel.queueDeclare(name, true, false, false, Map.of("x-queue-type", type));
        }
        return name;
    }

    /** Makes jobs from 1 on, all queued, and behind them those that are not to start. */
    void queueJobs(int number) throws SQLException {
        execute("""
                truncate scale.job cascade;
                insert into scale.job (id, queued, last_status_change, exe_num, first_exe, max_tries, priority, status, type, claimed_by)
                select id, now(), '2025-01-01Z', case when id = %1$d + 2 then 2 else 1 end, 1, 3, 100,
                       case when id = %1$d + 1 then 'CANCELED' else 'QUEUED' end, 'test', 'scheduler'
                from generate_series(1, %1$d + 2) as id;
                insert into scale.job_exe (job_id, exe_num, status)
                select id, 1, case when id = %1$d + 1 then 'CANCELED' when id = %1$d + 2 then 'FAILED' else 'QUEUED' end
                from generate_series(1, %1$d + 2) as id
                union all select %1$d + 2, 2, 'QUEUED'""".formatted(number));
    }

    /** Sends a command for each job, for those that are not to start too, and the one of the first job twice. */
    int send(String queue, int number) {
        List<Command> commands = LongStream.concat(LongStream.of(1), LongStream.rangeClosed(1, number + NOT_TO_START))
                .mapToObj(id -> List.of(new ExecutionId(id, 1)))
                .flatMap(job -> JobCommands.running(STARTED, "node-1", job).stream())
                .collect(Collectors.toList());
        try (Broker sending = Broker.open(BrokerUrl.parse(broker.url()), BrokerOptions.forQueue(queue))) {
            new CommandSender(sending).send(commands.stream(), report -> {
                if (!report.complete()) {
                    throw new IllegalStateException("not confirmed: " + report.unconfirmed());
                }
            });
        }
        return commands.size();
    }

    /** How many jobs show their start, in both rows and as it was told. */
    long started() throws SQLException {
        return count("""
                select count(*) from scale.job j join scale.job_exe e on e.job_id = j.id and e.exe_num = 1
                where j.status = 'RUNNING' and j.node = 'node-1' and j.started = '2026-01-01Z' and j.exe_num = 1
                      and j.last_status_change > '2025-01-01Z' and j.claimed_by = 'scheduler'
                      and e.status = 'RUNNING' and e.node = 'node-1' and e.started = '2026-01-01Z'""");
    }

    /**
     * How many rows, of jobs or executions, say that something runs, and jobs that something happened. Ours also notes where
     * an execution ran that has ended since; peers do not.
     */
    long touched() throws SQLException {
        return count("""
                select (select count(*) from scale.job where status = 'RUNNING' or last_status_change > '2025-01-01Z')
                     + (select count(*) from scale.job_exe where status = 'RUNNING')""");
    }

    /** Messages that wait in a queue, once nobody consumes from it. */
    long waiting(String queue) throws Exception {
        try (Connection connection =
                        new Place(broker.url(), postgres.url()).broker().newConnection();
                Channel channel = connection.createChannel()) {
            return channel.messageCount(queue);
        }
    }

    private void execute(String sql) throws SQLException {
        try (java.sql.Connection connection = database.connection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long count(String sql) throws SQLException {
        try (java.sql.Connection connection = database.connection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() {
        database.close();
        postgres.close();
        broker.close();
    }
}
