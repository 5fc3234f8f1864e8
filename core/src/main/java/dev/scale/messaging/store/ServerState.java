package dev.scale.messaging.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

/**
 * What matters of a server to those who trust their commands to it.
 *
 * @param version such as 150004 for 15.4
 * @param shown such as PostgreSQL 15.4
 * @param unsafe settings by which a crash can lose what was committed, each as {@code name=value}
 * @param readOnly whether it takes no writes
 * @param pooler whether something such as PgBouncer stands between
 * @param user role of this connection
 * @param mayCreate whether the role may make the schema and tables in it
 * @param replication standbys, and whether commits wait for them
 * @param missingRights on our tables, each as {@code right on table}
 */
public record ServerState(
        int version,
        String shown,
        List<String> unsafe,
        boolean readOnly,
        boolean pooler,
        String user,
        boolean mayCreate,
        Replication replication,
        List<String> missingRights) {

    private static final String SERVER = """
            select current_setting('server_version_num')::int, current_setting('server_version'),
                array_remove(array[
                    case when current_setting('fsync') = 'off' then 'fsync=off' end,
                    case when current_setting('full_page_writes') = 'off' then 'full_page_writes=off' end,
                    case when current_setting('synchronous_commit') = 'off' then 'synchronous_commit=off' end], null),
                pg_is_in_recovery() or current_setting('default_transaction_read_only') = 'on',
                pg_backend_pid(), current_user,
                case when to_regnamespace('scale') is null
                     then has_database_privilege(current_database(), 'create')
                     else has_schema_privilege('scale', 'create') end,
                -- of an ordinary role's view the rows have no details
                (select count(*) from pg_stat_replication r left join pg_replication_slots s on s.active_pid = r.pid
                    where coalesce(r.state, 'streaming') = 'streaming' and s.slot_type is distinct from 'logical'),
                current_setting('synchronous_standby_names'), current_setting('synchronous_commit')
            """;

    private static final String RIGHTS = """
            select r.privilege || ' on scale.' || c.relname
            from pg_class c join pg_namespace n on n.oid = c.relnamespace,
                unnest(array['select', 'insert', 'update', 'delete']) with ordinality as r (privilege, position)
            where n.nspname = 'scale' and c.relkind in ('r', 'p') and c.relname !~ '^history_'
                and not (has_schema_privilege('scale', 'usage') and has_table_privilege(c.oid, r.privilege))
            order by c.relname, r.position
            """;

    /** Reads it. */
    public static ServerState of(Connection connection) throws SQLException {
        List<String> missing = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery(RIGHTS)) {
                while (rows.next()) {
                    missing.add(rows.getString(1));
                }
            }
            try (ResultSet row = statement.executeQuery(SERVER)) {
                row.next();
                // a pooler gives its clients numbers of its own
                int announced = connection.unwrap(PGConnection.class).getBackendPID();
                return new ServerState(
                        row.getInt(1),
                        "PostgreSQL " + row.getString(2),
                        List.of((String[]) row.getArray(3).getArray()),
                        row.getBoolean(4),
                        announced != row.getInt(5),
                        row.getString(6),
                        row.getBoolean(7),
                        new Replication(row.getInt(8), row.getString(9), row.getString(10)),
                        missing);
            }
        }
    }
}
