/**
 * The broker interface, one screen long, and one file per broker behind it. Brokers move bytes: they know nothing of
 * command types, handlers or the database, and this package uses nothing else of ours.
 */
@NullMarked
package dev.scale.messaging.broker;

import org.jspecify.annotations.NullMarked;
