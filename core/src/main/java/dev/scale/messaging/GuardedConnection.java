package dev.scale.messaging;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.Set;

/** A connection whose transaction is not its user's to end. */
final class GuardedConnection {

    private static final Set<String> REFUSED = Set.of("commit", "close", "abort", "setAutoCommit", "unwrap");

    private GuardedConnection() {}

    static Connection around(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                GuardedConnection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    boolean wholeRollback = method.getName().equals("rollback") && arguments == null;
                    if (wholeRollback || REFUSED.contains(method.getName())) {
                        throw new IllegalStateException("a handler must not call " + method.getName()
                                + "() on its unit of work's connection: the worker ends the transaction");
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
