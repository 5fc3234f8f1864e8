/**
 * Everything that the library keeps in PostgreSQL: transactions, inbox, outbox, dead letters, migrations. Uses nothing
 * else of ours.
 */
@NullMarked
package dev.scale.messaging.store;

import org.jspecify.annotations.NullMarked;
