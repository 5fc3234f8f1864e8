/**
 * The {@code scale} program: its command line, its settings, and the handler process. Command classes load without what
 * only long-running commands need (pool, migrations, logging, services started alongside): those live behind classes of
 * their own, so that short commands start quickly on a short class path.
 */
@NullMarked
package dev.scale.app;

import org.jspecify.annotations.NullMarked;
