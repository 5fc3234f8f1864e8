/**
 * The library: {@link dev.scale.messaging.CommandSender} sends commands, {@link dev.scale.messaging.Worker} takes them in
 * batches and gives them to the handlers registered in {@link dev.scale.messaging.Handlers}.
 */
@NullMarked
package dev.scale.messaging;

import org.jspecify.annotations.NullMarked;
