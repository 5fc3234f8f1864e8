package dev.scale.app.http;

import dev.scale.app.Console;
import io.javalin.http.Context;
import java.sql.Connection;
import java.sql.SQLException;
import tools.jackson.core.JsonGenerator;

/** Answers with what the database says, read in one transaction. */
final class Answer {

    /** Writes members of the answer. */
    interface Members {
        void write(Connection connection, JsonGenerator generator) throws SQLException;
    }

    private Answer() {}

    /** Who asks, as the audit keeps it. */
    static String actor(Context request) {
        return "dashboard, from " + request.ip();
    }

    static void from(PageDatabase database, Context request, Members members) throws SQLException {
        String text = database.run(connection -> {
            SQLException[] failed = new SQLException[1];
            String json = Console.jsonText(generator -> {
                try {
                    members.write(connection, generator);
                } catch (SQLException e) {
                    failed[0] = e;
                }
            });
            if (failed[0] != null) {
                throw failed[0];
            }
            return json;
        });
        request.contentType("application/json; charset=utf-8").result(text);
    }
}
