package dev.scale.messaging.broker;

import java.util.OptionalLong;

/**
 * How many messages a queue holds.
 *
 * @param ready waiting for a consumer
 * @param inFlight delivered and not settled, where the broker tells
 * @param delayed not yet visible, where the broker has such a thing
 */
public record QueueDepth(long ready, OptionalLong inFlight, OptionalLong delayed) {}
