package dev.scale.benchmarks.chaos.handler;

import dev.scale.messaging.store.Transactions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/** Tells a fuse of the commits that matter, which it knows by their statements: those of an effect, and those that delete from the outbox. */
final class FusedTransactions implements Transactions {

    private final Transactions transactions;
    private final Fuse fuse;

    FusedTransactions(Transactions transactions, Fuse fuse) {
        this.transactions = transactions;
        this.fuse = fuse;
    }

    @Override
    public <T> T run(Work<T> work) throws SQLException {
        return run(work, transactions::run);
    }

    @Override
    public <T> T runFresh(Work<T> work) throws SQLException {
        return run(work, transactions::runFresh);
    }

    /** One of the methods of transactions. */
    private interface Run<T> {
        T run(Work<T> work) throws SQLException;
    }

    private <T> T run(Work<T> work, Run<T> run) throws SQLException {
        Statements statements = new Statements();
        T result = run.run(connection -> {
            T done = work.in(statements.of(connection));
            reached(statements, Step.BEFORE_COMMIT, Step.BEFORE_DELETE);
            return done;
        });
        reached(statements, Step.AFTER_COMMIT, Step.AFTER_DELETE);
        return result;
    }

    private void reached(Statements statements, Step effect, Step delete) {
        if (statements.effect) {
            fuse.reached(effect);
        }
        if (statements.delete) {
            fuse.reached(delete);
        }
    }

    /** What one transaction has prepared. */
    private static final class Statements {

        private boolean effect;
        private boolean delete;

        Connection of(Connection connection) {
            return (Connection) Proxy.newProxyInstance(
                    Statements.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) -> {
                        if (method.getName().equals("prepareStatement")) {
                            note((String) arguments[0]);
                        }
                        try {
                            return method.invoke(connection, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }

        private void note(String sql) {
            effect |= sql.equals(CountHandler.INSERT_EFFECT);
            delete |= sql.toLowerCase(Locale.ROOT).contains("delete from scale.outbox");
        }
    }
}
