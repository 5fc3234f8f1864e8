package dev.scale.app.doctor;

import dev.scale.app.Configuration;
import dev.scale.app.Errors;
import dev.scale.app.Setting;
import dev.scale.app.TableReader;
import dev.scale.messaging.store.ConnectionUse;
import dev.scale.messaging.store.DatabaseUrl;
import dev.scale.messaging.store.ServerState;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The database: whether it lets us in, keeps what it commits, has the tables, and has connections to spare. */
record DatabaseCheck(Configuration configuration) {

    private static final String TOPIC = "database";

    /** Stored generated columns. */
    private static final int OLDEST_VERSION = 120_000;

    private static final int MOST_SHOWN = 3;

    List<Finding> find() {
        List<Finding> findings = new ArrayList<>();
        DatabaseUrl url;
        try {
            url = configuration.databaseUrl();
            findings.add(Finding.ok(
                    TOPIC,
                    "URL read as " + url + ", from "
                            + configuration.origin(Setting.DATABASE_URL).orElse("nowhere") + "; password from "
                            + configuration
                                    .origin(Setting.DATABASE_PASSWORD)
                                    .orElse(url.password().isPresent() ? "the URL" : "nowhere")));
        } catch (RuntimeException e) {
            findings.add(Finding.error(
                    TOPIC,
                    Errors.line(e),
                    "nothing can be handled without a database",
                    "set " + Setting.DATABASE_URL.variable() + ", or start `scale up` to try things out",
                    Errors.exitCode(e)));
            return findings;
        }
        try (TableReader tables = TableReader.open(configuration, "scale-doctor")) {
            ServerState server = tables.read((connection, now) -> ServerState.of(connection));
            findings.addAll(server(server, url));
            findings.addAll(new TablesCheck(configuration, server).find());
            findings.add(connections(tables.read((connection, now) -> ConnectionUse.of(connection))));
            if (server.missingRights().isEmpty()) {
                findings.addAll(new HandlersCheck(configuration, tables).find());
            }
        } catch (SQLException | RuntimeException e) {
            findings.add(Finding.error(
                    TOPIC,
                    Errors.line(e),
                    "nothing can be handled",
                    "check " + Setting.DATABASE_URL.variable() + " and that PostgreSQL runs, then `scale status`",
                    Errors.exitCode(e)));
        }
        return findings;
    }

    /** What is to be said of a server that was reached by a URL. */
    static List<Finding> server(ServerState server, DatabaseUrl url) {
        List<Finding> findings = new ArrayList<>();
        findings.add(
                server.version() >= OLDEST_VERSION
                        ? Finding.ok(TOPIC, "reached: " + server.shown() + ", as role " + server.user())
                        : Finding.error(
                                TOPIC,
                                server.shown() + " is too old",
                                "the tables need PostgreSQL 12 or later",
                                "upgrade PostgreSQL"));
        if (server.readOnly()) {
            findings.add(Finding.error(
                    TOPIC,
                    "it takes no writes: a standby, or default_transaction_read_only is on",
                    "handlers wait until it does",
                    "name the primary in " + Setting.DATABASE_URL.variable()));
        }
        if (!server.unsafe().isEmpty()) {
            String unsafe = String.join(", ", server.unsafe());
            findings.add(Finding.error(
                    TOPIC,
                    unsafe,
                    "a crash of the server loses effects of commands that the broker has already forgotten",
                    "`alter system reset` of each and `select pg_reload_conf()`; where it was set for the role or the database (\\drds"
                            + " in psql): `alter role` or `alter database … reset`"));
        }
        if (server.pooler()) {
            findings.add(pooler(url));
        }
        if (server.replication().mayLoseCommits()) {
            findings.add(
                    Finding.warning(
                            TOPIC,
                            server.replication().standbys()
                                    + " standby servers, and commits wait for none of them (synchronous_standby_names='"
                                    + server.replication().synchronousNames() + "', synchronous_commit="
                                    + server.replication().synchronousCommit() + ")",
                            "where one takes over, the last effects that it had not received are lost, and the broker has forgotten"
                                    + " their commands",
                            "`alter system set synchronous_standby_names = 'ANY 1 (*)'`, `alter system set synchronous_commit = 'on'` and"
                                    + " `select pg_reload_conf()`: with one standby, commits wait while it is away; with two, one may be"));
        }
        if (!server.missingRights().isEmpty()) {
            findings.add(Finding.error(
                    TOPIC,
                    "the role " + server.user() + " lacks "
                            + server.missingRights().size() + " rights: "
                            + server.missingRights().stream().limit(MOST_SHOWN).collect(Collectors.joining(", "))
                            + (server.missingRights().size() > MOST_SHOWN ? ", …" : ""),
                    "handlers wait until it has them",
                    "grant usage on schema scale to \"" + server.user()
                            + "\"; grant select, insert, update, delete on all tables in schema scale to \""
                            + server.user() + "\";",
                    dev.scale.app.ExitCode.REFUSED));
        }
        return findings;
    }

    private static Finding pooler(DatabaseUrl url) {
        String what = "a pooler such as PgBouncer stands between";
        return url.jdbcUrl().matches(".*[?&]prepareThreshold=0(&.*)?")
                ? Finding.ok(TOPIC, what + ", and prepareThreshold=0 suits its transaction mode")
                : Finding.warning(
                        TOPIC,
                        what,
                        "limits and locks are made for that, but prepared statements break in its transaction mode before"
                                + " PgBouncer 1.21",
                        "add prepareThreshold=0 to the options of " + Setting.DATABASE_URL.variable()
                                + ", which is right with every version, or set max_prepared_statements in PgBouncer 1.21 or later");
    }

    private Finding connections(ConnectionUse use) {
        int needed = configuration.number(Setting.HANDLER_THREADS, 10_000) + 1;
        String what =
                use.used() + " of " + use.allowed() + " connections are used, " + use.left() + " left for this role";
        return use.left() >= needed
                ? Finding.ok(TOPIC, what)
                : Finding.warning(
                        TOPIC,
                        what,
                        "one more handler process needs " + needed + " (" + Setting.HANDLER_THREADS.variable()
                                + " and one)",
                        "close what is idle, raise max_connections or the role's limit, or run fewer threads");
    }
}
