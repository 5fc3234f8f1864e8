package dev.scale.jobs;

import dev.scale.messaging.Timestamps;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Columns of rows as arrays, so that any number of rows is one statement with the same text. */
record SqlArrays<R>(Connection connection, List<R> rows) {

    SqlArrays(Connection connection, Collection<R> rows) {
        this(connection, List.copyOf(rows));
    }

    Array bigints(ToLongFunction<R> column) throws SQLException {
        Long[] values = rows.stream().map(column::applyAsLong).toArray(Long[]::new);
        return connection.createArrayOf("int8", values);
    }

    Array integers(ToIntFunction<R> column) throws SQLException {
        Integer[] values = rows.stream().map(column::applyAsInt).toArray(Integer[]::new);
        return connection.createArrayOf("int4", values);
    }

    Array texts(Function<R, @Nullable String> column) throws SQLException {
        return strings("text", column);
    }

    /** JSON texts. */
    Array jsons(Function<R, @Nullable String> column) throws SQLException {
        return strings("jsonb", column);
    }

    Array times(Function<R, @Nullable Instant> column) throws SQLException {
        return strings("timestamptz", row -> {
            Instant time = column.apply(row);
            return time == null ? null : Timestamps.format(time);
        });
    }

    private Array strings(String type, Function<R, @Nullable String> column) throws SQLException {
        String[] values = new String[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i));
        }
        return connection.createArrayOf(type, values);
    }
}
