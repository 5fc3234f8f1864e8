package dev.scale.messaging.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The connections of a server at this moment.
 *
 * @param used by clients of every kind
 * @param allowed at most, those for administrators included
 * @param reserved of these for administrators
 * @param ownLimit at most for this role in this database; -1 where there is no such limit
 * @param ownUsed of those
 */
public record ConnectionUse(int used, int allowed, int reserved, int ownLimit, int ownUsed) {

    private static final String COUNT = """
            select (select count(*) from pg_stat_activity where backend_type = 'client backend'),
                current_setting('max_connections')::int,
                current_setting('superuser_reserved_connections')::int
                    + coalesce(current_setting('reserved_connections', true), '0')::int,
                r.rolconnlimit, d.datconnlimit,
                (select count(*) from pg_stat_activity where backend_type = 'client backend' and usesysid = r.oid),
                (select count(*) from pg_stat_activity where backend_type = 'client backend' and datid = d.oid)
            from pg_roles r, pg_database d where r.rolname = current_user and d.datname = current_database()
            """;

    /** Counts them; needs no rights. */
    public static ConnectionUse of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(COUNT)) {
            row.next();
            int roleLimit = row.getInt(4);
            int databaseLimit = row.getInt(5);
            boolean byRole =
                    roleLimit >= 0 && (databaseLimit < 0 || roleLimit - row.getInt(6) <= databaseLimit - row.getInt(7));
            return new ConnectionUse(
                    row.getInt(1),
                    row.getInt(2),
                    row.getInt(3),
                    byRole ? roleLimit : databaseLimit,
                    byRole ? row.getInt(6) : row.getInt(7));
        }
    }

    /** How many connections to this database have this application name, alone or with a process id behind it; needs no rights. */
    public static int named(Connection connection, String name) throws SQLException {
        try (PreparedStatement count = connection.prepareStatement("select count(*) from pg_stat_activity"
                + " where datname = current_database() and split_part(application_name, ' ', 1) = ?")) {
            count.setString(1, name);
            try (ResultSet row = count.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    /** How many more there may be for a role that is no administrator. */
    public int left() {
        int ofServer = allowed - reserved - used;
        return Math.max(0, ownLimit < 0 ? ofServer : Math.min(ofServer, ownLimit - ownUsed));
    }
}
