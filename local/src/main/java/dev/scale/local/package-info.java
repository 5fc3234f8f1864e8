/** Services started alongside for trying out and for tests: an embedded AMQP broker, a private RabbitMQ node, an embedded PostgreSQL. */
@NullMarked
package dev.scale.local;

import org.jspecify.annotations.NullMarked;
