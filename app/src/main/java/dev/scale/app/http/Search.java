package dev.scale.app.http;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * A page of rows with a 64-bit id, the newest first. Goes through so many rows at most, whether they match or not: then it
 * gives what it has found, and from where to go on.
 */
final class Search {

    private static final int MOST_LOOKED_AT = 20_000;
    private static final int PAGE = 50;

    private final String table;
    private final List<String> scope = new ArrayList<>();
    private final List<Object> scopeValues = new ArrayList<>();
    private final List<String> wanted = new ArrayList<>();
    private final List<Object> wantedValues = new ArrayList<>();

    Search(String table) {
        this.table = table;
        scope.add("true");
        wanted.add("true");
    }

    /** A condition that an index helps with. */
    Search within(String condition, Object... values) {
        scope.add(condition);
        scopeValues.addAll(List.of(values));
        return this;
    }

    /** Any other condition. */
    Search where(String condition, Object... values) {
        wanted.add(condition);
        wantedValues.addAll(List.of(values));
        return this;
    }

    /** Writes {@code rows}, how many were {@code searched}, and {@code next}: the id below which to go on, or null at the end. */
    void write(Connection connection, String columns, JsonGenerator generator) throws SQLException {
        String scanned = " from " + table + " where " + String.join(" and ", scope) + " order by id desc limit "
                + MOST_LOOKED_AT;
        long searched;
        String lowest;
        try (PreparedStatement bounds =
                connection.prepareStatement("select count(*), min(id) from (select id" + scanned + ") as scanned")) {
            bind(bounds, scopeValues);
            try (ResultSet row = bounds.executeQuery()) {
                row.next();
                searched = row.getLong(1);
                lowest = row.getString(2);
            }
        }
        String last = null;
        int rows = 0;
        generator.writeArrayPropertyStart("rows");
        try (PreparedStatement page = connection.prepareStatement("select " + columns + " from (select *" + scanned
                + ") as scanned where " + String.join(" and ", wanted) + " order by id desc limit " + PAGE)) {
            List<Object> values = new ArrayList<>(scopeValues);
            values.addAll(wantedValues);
            bind(page, values);
            try (ResultSet row = page.executeQuery()) {
                while (row.next()) {
                    Json.row(row, generator);
                    last = row.getString("id");
                    rows++;
                }
            }
        }
        generator.writeEndArray();
        generator.writeNumberProperty("searched", searched);
        generator.writeStringProperty("next", rows == PAGE ? last : searched == MOST_LOOKED_AT ? lowest : null);
    }

    private static void bind(PreparedStatement statement, List<Object> values) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
    }
}
