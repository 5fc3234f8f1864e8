package dev.scale.messaging;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Prunes rows by age, a few at a time. A worker calls it every ten minutes, in a transaction of its own on the one connection
 * that serves what is no batch, and again after a pause for as long as it says that there may be more. Every handler process
 * does, so that two of them may call it at the same time.
 */
@FunctionalInterface
public interface PruningStep {

    /**
     * One small step: some thousand rows at most, and no wait for a lock that others may hold for long.
     *
     * @return whether there may be more to do at once
     */
    boolean prune(Connection connection, Retention retention) throws SQLException;
}
