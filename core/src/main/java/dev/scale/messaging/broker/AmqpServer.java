package dev.scale.messaging.broker;

import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server says about itself when a connection opens. */
record AmqpServer(String product, String version, int major, int minor) {

    private static final Pattern VERSION = Pattern.compile("(\\d{1,6})\\.(\\d{1,6}).*");

    static AmqpServer of(Map<String, Object> properties) {
        String version = Objects.toString(properties.get("version"), "");
        Matcher numbers = VERSION.matcher(version);
        boolean known = numbers.matches();
        return new AmqpServer(
                Objects.toString(properties.get("product"), "unknown"),
                version,
                known ? Integer.parseInt(numbers.group(1)) : 0,
                known ? Integer.parseInt(numbers.group(2)) : 0);
    }

    /** Whether queues have types: RabbitMQ from 3.8. */
    boolean hasQueueTypes() {
        return product.equals("RabbitMQ") && (major > 3 || (major == 3 && minor >= 8));
    }

    /** Whether quorum queues drop a message after some deliveries unless told otherwise: RabbitMQ from 4.0. */
    boolean limitsDeliveries() {
        return product.equals("RabbitMQ") && major >= 4;
    }

    /** Whether a prefetch is each new consumer's own, as with RabbitMQ; elsewhere, as in the standard, the channel's. */
    boolean countsPrefetchByConsumer() {
        return product.equals("RabbitMQ");
    }

    @Override
    public String toString() {
        return (product + " " + version).strip();
    }
}
