package dev.scale.benchmarks.chaos;

import dev.scale.local.EmbeddedBroker;
import dev.scale.local.EmbeddedPostgres;
import dev.scale.local.LocalService;
import dev.scale.local.RabbitNode;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.store.Database;
import dev.scale.messaging.store.DatabaseUrl;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;

/**
 * Where runs take place: a broker and a database server, both as durable as in earnest. Each run has a queue and a database
 * of its own.
 */
record Site(BrokerKind kind, Service broker, Service database) implements AutoCloseable {

    /** The brokers that a run can use. */
    enum BrokerKind {
        EMBEDDED,
        /** With a quorum queue. */
        RABBITMQ,
        RABBITMQ_CLASSIC,
        /** ElasticMQ, which has its queues in memory: it can be frozen and cut off, and not be killed. */
        SQS;

        /** The name as an option's value. */
        String option() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        BrokerOptions options(String queue) {
            BrokerOptions options = BrokerOptions.forQueue(queue).withClientName("chaos");
            return this == RABBITMQ_CLASSIC ? options.withQueueType("classic") : options;
        }

        boolean survives(Fault fault) {
            return this != SQS || fault != Fault.KILL_BROKER;
        }

        private LocalService start(Path folder) {
            return switch (this) {
                case EMBEDDED -> EmbeddedBroker.start(folder);
                case RABBITMQ, RABBITMQ_CLASSIC -> RabbitNode.start(folder);
                case SQS -> SqsServer.start();
            };
        }
    }

    /** Starts both over an empty folder. */
    static Site open(Path folder, BrokerKind kind) {
        Path brokerFolder = folder.resolve("broker");
        Service broker = new Service(() -> kind.start(brokerFolder));
        try {
            return new Site(kind, broker, new Service(() -> EmbeddedPostgres.start(folder.resolve("database"))));
        } catch (RuntimeException | Error e) {
            broker.close();
            throw e;
        }
    }

    /** The broker's URL, over the line. */
    String brokerUrl() {
        return kind == BrokerKind.SQS ? SqsServer.URL : broker.url();
    }

    /** What processes need to know of the broker beside its URL; this process knows it then. */
    Map<String, String> brokerEnvironment() {
        return kind == BrokerKind.SQS ? SqsServer.use(broker.url()) : Map.of();
    }

    /** Makes the queue where its broker does not do that by itself. */
    void makeQueue(String name) {
        if (kind == BrokerKind.SQS) {
            SqsServer.createQueue(broker.url(), name);
        }
    }

    /** Makes a database; returns its URL, over the line. */
    String newDatabase(String name) throws SQLException {
        try (Database owner = Database.open(DatabaseUrl.parse(database.url()), 1, "chaos");
                Connection connection = owner.connection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        return database.url().replaceFirst("/[^/]*$", "/" + name);
    }

    @Override
    public void close() {
        try (broker) {
            database.close();
        }
    }
}
