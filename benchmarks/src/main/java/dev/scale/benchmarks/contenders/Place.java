package dev.scale.benchmarks.contenders;

import java.util.Objects;

/**
 * Where a contender works. Both URLs hold secrets.
 *
 * @param brokerUrl as {@code SCALE_BROKER_URL}, one host
 * @param databaseUrl as libpq writes it
 */
record Place(String brokerUrl, String databaseUrl) {

    static Place ofEnvironment() {
        return new Place(variable("SCALE_BROKER_URL"), variable("SCALE_DATABASE_URL"));
    }

    private static String variable(String name) {
        return Objects.requireNonNull(System.getenv(name), name + " is not set");
    }
}
