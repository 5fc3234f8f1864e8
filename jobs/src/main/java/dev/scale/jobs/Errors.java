package dev.scale.jobs;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The errors that a batch names, each made known in the table of errors when it is first named. */
final class Errors {

    private static final String SELECT =
            "select name, id, retryable from scale.error where name = any (?) or id = any (?)";

    /** In the order of names, so that two transactions that make the same errors known wait in one direction only. */
    private static final String INSERT = """
            insert into scale.error (name, id)
            select e.name, e.id from unnest(?, ?) as e (name, id) order by e.name
            on conflict do nothing""";

    private record Known(String name, boolean retryable) {}

    private final Map<String, Known> byName = new HashMap<>();
    private final Map<Long, Known> byId = new HashMap<>();

    /** No errors. */
    Errors() {}

    static Errors load(Connection connection, Set<JobError> named) throws SQLException {
        Errors errors = new Errors();
        if (named.isEmpty()) {
            return errors;
        }
        errors.select(connection, named);
        List<JobError> missing =
                named.stream().filter(e -> errors.find(e) == null).toList();
        if (!missing.isEmpty()) {
            insert(connection, missing);
            errors.select(connection, missing);
        }
        return errors;
    }

    /** A failure with what is known of its error. */
    JobEvent.Failed failed(int exeNum, Instant ended, JobError error) {
        Known known = find(error);
        String name = known == null ? nameOf(error) : known.name();
        String message = error instanceof JobError.Named named ? named.message() : null;
        return new JobEvent.Failed(exeNum, ended, name, message, known == null || known.retryable());
    }

    private @Nullable Known find(JobError error) {
        Known numbered = error instanceof JobError.Numbered number ? byId.get(number.id()) : null;
        return numbered != null ? numbered : byName.get(nameOf(error));
    }

    private void select(Connection connection, Collection<JobError> named) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setArray(
                    1,
                    connection.createArrayOf(
                            "text", named.stream().map(Errors::nameOf).toArray()));
            select.setArray(
                    2,
                    connection.createArrayOf(
                            "int8",
                            named.stream()
                                    .map(Errors::idOf)
                                    .filter(id -> id != null)
                                    .toArray()));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    Known known = new Known(rows.getString(1), rows.getBoolean(3));
                    byName.put(known.name(), known);
                    long id = rows.getLong(2);
                    if (!rows.wasNull()) {
                        byId.put(id, known);
                    }
                }
            }
        }
    }

    private static void insert(Connection connection, List<JobError> missing) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setArray(
                    1,
                    connection.createArrayOf(
                            "text", missing.stream().map(Errors::nameOf).toArray()));
            List<@Nullable Long> ids = new ArrayList<>();
            missing.forEach(error -> ids.add(idOf(error)));
            insert.setArray(2, connection.createArrayOf("int8", ids.toArray()));
            insert.executeUpdate();
        }
    }

    private static String nameOf(JobError error) {
        return error instanceof JobError.Named named ? named.name() : "error-" + ((JobError.Numbered) error).id();
    }

    private static @Nullable Long idOf(JobError error) {
        return error instanceof JobError.Numbered numbered ? (Long) numbered.id() : null;
    }
}
