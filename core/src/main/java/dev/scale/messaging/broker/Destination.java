package dev.scale.messaging.broker;

/**
 * What traces call a broker's queue.
 *
 * @param system the messaging system by OpenTelemetry's conventions, such as {@code rabbitmq}
 * @param queue its name
 */
public record Destination(String system, String queue) {}
