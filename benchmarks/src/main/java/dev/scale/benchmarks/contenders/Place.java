package dev.scale.benchmarks.contenders;

import com.rabbitmq.client.ConnectionFactory;
import dev.scale.messaging.broker.BrokerUrl;
import dev.scale.messaging.store.DatabaseUrl;
import java.util.Objects;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where a contender works. Both URLs hold secrets.
 *
 * @param brokerUrl as {@code SCALE_BROKER_URL}, one host
 * @param databaseUrl as libpq writes it
 */
public record Place(String brokerUrl, String databaseUrl) {

    static Place ofEnvironment() {
        return new Place(variable("SCALE_BROKER_URL"), variable("SCALE_DATABASE_URL"));
    }

    /** Connects to the broker. A lost connection stays lost: a run in which that happens is void. */
    public ConnectionFactory broker() {
        BrokerUrl url = BrokerUrl.parse(brokerUrl);
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(url.hosts().get(0).name());
        factory.setPort(url.hosts().get(0).port());
        factory.setVirtualHost(url.virtualHost());
        url.credentials().ifPresent(credentials -> {
            factory.setUsername(credentials.user());
            factory.setPassword(credentials.password());
        });
        factory.setAutomaticRecoveryEnabled(false);
        return factory;
    }

    /** Connects to the database with what the driver does by default. */
    PGSimpleDataSource database() {
        DatabaseUrl url = DatabaseUrl.parse(databaseUrl);
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(url.jdbcUrl());
        url.user().ifPresent(database::setUser);
        url.password().ifPresent(database::setPassword);
        return database;
    }

    private static String variable(String name) {
        return Objects.requireNonNull(System.getenv(name), name + " is not set");
    }
}
