package dev.scale.messaging;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The database is there and refuses what we need. */
class DatabaseStatesTest extends OutageTest {

    private static final List<Connection> CROWD = new ArrayList<>();

    /** By SQLSTATE. */
    enum State {
        S28000_NO_LOGIN("alter role handler nologin", "alter role handler login"),
        S28P01_ANOTHER_PASSWORD("alter role handler password 'other'", "alter role handler password 'secret'"),
        S42501_RIGHTS_REVOKED("", ""),
        S25006_READ_ONLY(
                "alter system set default_transaction_read_only = on",
                "alter system reset default_transaction_read_only"),
        S53300_TOO_MANY_CONNECTIONS("", ""),
        S42P01_SCHEMA_AWAY("", ""),
        S42P01_TABLE_DROPPED("", ""),
        S3D000_DATABASE_AWAY("", "alter database away rename to scale");

        private final String trouble;
        private final String cure;

        State(String trouble, String cure) {
            this.trouble = trouble;
            this.cure = cure;
        }

        void begin() throws Exception {
            switch (this) {
                case S42501_RIGHTS_REVOKED -> POSTGRES.execute("revoke all on all tables in schema scale from handler");
                case S53300_TOO_MANY_CONNECTIONS -> crowd();
                case S42P01_SCHEMA_AWAY -> POSTGRES.execute("alter schema scale rename to away");
                case S42P01_TABLE_DROPPED -> dropInbox();
                case S3D000_DATABASE_AWAY -> renameDatabase();
                default -> {
                    POSTGRES.administer(trouble, "select pg_reload_conf()");
                    POSTGRES.endSessions();
                }
            }
        }

        void end() throws Exception {
            switch (this) {
                case S42501_RIGHTS_REVOKED -> POSTGRES.grant();
                case S53300_TOO_MANY_CONNECTIONS -> disperse();
                case S42P01_SCHEMA_AWAY -> POSTGRES.execute("alter schema away rename to scale");
                case S42P01_TABLE_DROPPED -> restoreInbox();
                default -> POSTGRES.administer(cure, "select pg_reload_conf()");
            }
        }
    }

    /** Nothing is silent here: a slow machine must not look like a lock of a stranger. */
    @Override
    Duration handleLimit() {
        return Duration.ofSeconds(60);
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void underLoad(State state) throws Exception {
        survivesUnderLoad(state::begin, state::end);
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "S28000_NO_LOGIN",
                "S42501_RIGHTS_REVOKED",
                "S25006_READ_ONLY",
                "S42P01_SCHEMA_AWAY",
                "S42P01_TABLE_DROPPED"
            })
    void atStart(State state) throws Exception {
        survivesAtStart(state::begin, state::end);
    }

    /** What was remembered is kept, as in a backup. */
    private static void dropInbox() throws SQLException {
        try (Connection connection = POSTGRES.connect("scale", null);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table scale.inbox");
            statement.execute("create schema backup");
            statement.execute("create table backup.inbox (like scale.inbox including all)");
            statement.execute("insert into backup.inbox table scale.inbox");
            statement.execute("drop table scale.inbox");
            connection.commit();
        }
    }

    private static void restoreInbox() throws SQLException {
        POSTGRES.execute("alter table backup.inbox set schema scale", "drop schema backup");
        POSTGRES.grant();
    }

    private static void renameDatabase() throws SQLException {
        while (true) {
            POSTGRES.endSessions();
            try {
                POSTGRES.administer("alter database scale rename to away");
                return;
            } catch (SQLException e) {
                if (!"55006".equals(e.getSQLState())) {
                    throw e;
                }
            }
        }
    }

    /** Takes every connection that the server has to give, those of the workers as well. */
    private static void crowd() throws SQLException {
        // It stays: when it went, there would be room for one more.
        Connection admin = POSTGRES.administer();
        CROWD.add(admin);
        try (var statement = admin.createStatement()) {
            statement.execute("create role crowd login password 'secret'");
            boolean full = false;
            while (!full) {
                try {
                    CROWD.add(POSTGRES.connect("postgres", "crowd"));
                } catch (SQLException e) {
                    try (var sessions = statement.executeQuery(
                            "select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = 'handler'")) {
                        sessions.next();
                        full = sessions.getLong(1) == 0;
                    }
                }
            }
        }
    }

    private static void disperse() throws SQLException {
        for (Connection connection : CROWD) {
            connection.close();
        }
        CROWD.clear();
        POSTGRES.administer("drop role crowd");
    }
}
