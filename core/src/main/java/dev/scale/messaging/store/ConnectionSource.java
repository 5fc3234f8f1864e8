package dev.scale.messaging.store;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Logger;
import javax.net.ssl.SSLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Opens connections with the password of the moment; what fails is told in one line that names the place. Thread-safe. */
final class ConnectionSource implements DataSource {

    private static final String INVALID_AUTHORIZATION = "28000";
    private static final String CANNOT_CONNECT = "08001";
    private static final int MOST_CAUSES = 20;
    private static final int LAST_LOGIN_SECONDS = 5;

    private final DataSource driver;
    private final DatabaseUrl url;
    private final Supplier<Optional<String>> password;

    ConnectionSource(DataSource driver, DatabaseUrl url, Supplier<Optional<String>> password) {
        this.driver = driver;
        this.url = url;
        this.password = password;
    }

    @Override
    public Connection getConnection() throws SQLException {
        String secret = secret();
        try {
            return driver.getConnection(url.user().orElse(null), secret);
        } catch (SQLException e) {
            throw translate(e);
        }
    }

    private @Nullable String secret() throws SQLException {
        try {
            return password.get().orElse(null);
        } catch (UncheckedIOException e) {
            throw failure(String.valueOf(e.getMessage()), CANNOT_CONNECT, e);
        } catch (RuntimeException e) {
            // its words may hold the secret
            throw failure("the password cannot be had: " + e.getClass().getSimpleName(), CANNOT_CONNECT, e);
        }
    }

    /** Refused trust gets the SQLSTATE of refused credentials, which is what it is; the driver's would say "network". */
    private SQLException translate(SQLException e) {
        String message = String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
        if (message.contains("could not be verified by hostnameverifier")) {
            return failure("the server's certificate is for another host name", INVALID_AUTHORIZATION, e);
        }
        CertificateException untrusted = null;
        Throwable cause = e;
        for (int depth = 0; depth < MOST_CAUSES && cause != null; depth++) {
            if (cause instanceof CertificateException certificate) {
                // The deepest knows best.
                untrusted = certificate;
            }
            if (cause instanceof SSLException refused
                    && String.valueOf(refused.getMessage()).contains("fatal alert")) {
                return failure("the server refuses TLS with us: " + refused.getMessage(), INVALID_AUTHORIZATION, e);
            }
            cause = cause.getCause();
        }
        if (untrusted != null) {
            return failure("the server's certificate " + words(untrusted), INVALID_AUTHORIZATION, e);
        }
        return failure(message, e.getSQLState() == null ? CANNOT_CONNECT : e.getSQLState(), e);
    }

    private static String words(CertificateException untrusted) {
        String words = untrusted.getMessage();
        if (untrusted instanceof CertificateExpiredException) {
            return "(or one in its chain) has expired: " + words + "; renew it at the server";
        }
        if (untrusted instanceof CertificateNotYetValidException) {
            return "(or one in its chain) is not valid yet: " + words + "; compare the clocks of both hosts";
        }
        return "is not trusted: " + words;
    }

    private SQLException failure(String why, String state, Throwable cause) {
        return new SQLTransientConnectionException(
                "cannot connect to the database at " + url.place() + ": " + why, state, cause);
    }

    @Override
    public Connection getConnection(String user, String secret) throws SQLException {
        return driver.getConnection(user, secret);
    }

    @Override
    public @Nullable PrintWriter getLogWriter() throws SQLException {
        return driver.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter writer) throws SQLException {
        driver.setLogWriter(writer);
    }

    /** The driver's own limit stands: it is the URL's, or what we have set. */
    @Override
    public void setLoginTimeout(int seconds) {}

    /** Asked for by the pool alone: how many seconds it waits at its end for a login that is under way. */
    @Override
    public int getLoginTimeout() {
        return LAST_LOGIN_SECONDS;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("org.postgresql");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return driver.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return driver.isWrapperFor(type);
    }
}
