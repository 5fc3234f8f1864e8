package dev.scale.app.http;

import dev.scale.app.Console;
import io.javalin.http.Context;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/** Answers in JSON. Whole numbers of 64 bits are strings: a browser would round them. */
final class Json {

    private Json() {}

    static void answer(Context request, int status, Consumer<JsonGenerator> members) {
        request.status(status).contentType("application/json; charset=utf-8").result(Console.jsonText(members));
    }

    /** One line for people. */
    static void error(Context request, int status, String message) {
        answer(request, status, generator -> generator.writeStringProperty("error", message));
    }

    /** Writes an array of all rows that a query finds; returns how many. */
    static int rows(Connection connection, String sql, JsonGenerator generator, Object... parameters)
            throws SQLException {
        generator.writeStartArray();
        int rows = query(connection, sql, generator, parameters);
        generator.writeEndArray();
        return rows;
    }

    /** Writes every row that a query finds as an object; returns how many. */
    static int query(Connection connection, String sql, JsonGenerator generator, Object... parameters)
            throws SQLException {
        int rows = 0;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                select.setObject(i + 1, parameters[i]);
            }
            try (ResultSet row = select.executeQuery()) {
                for (; row.next(); rows++) {
                    row(row, generator);
                }
            }
        }
        return rows;
    }

    /** Writes the row that the result set stands at as one object. */
    static void row(ResultSet row, JsonGenerator generator) throws SQLException {
        ResultSetMetaData columns = row.getMetaData();
        generator.writeStartObject();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            generator.writeName(columns.getColumnLabel(i));
            value(row, i, columns.getColumnType(i), generator);
        }
        generator.writeEndObject();
    }

    private static void value(ResultSet row, int column, int type, JsonGenerator generator) throws SQLException {
        if (row.getObject(column) == null) {
            generator.writeNull();
            return;
        }
        switch (type) {
            case Types.SMALLINT, Types.INTEGER -> generator.writeNumber(row.getInt(column));
            case Types.BIT, Types.BOOLEAN -> generator.writeBoolean(row.getBoolean(column));
            case Types.REAL, Types.DOUBLE, Types.NUMERIC -> generator.writeNumber(row.getDouble(column));
            case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE ->
                generator.writeString(
                        row.getObject(column, OffsetDateTime.class).toInstant().toString());
            default -> generator.writeString(row.getString(column));
        }
    }
}
