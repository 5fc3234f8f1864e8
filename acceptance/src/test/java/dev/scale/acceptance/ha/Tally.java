package dev.scale.acceptance.ha;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.messaging.CommandType;
import dev.scale.messaging.Received;
import dev.scale.messaging.UnitOfWork;
import dev.scale.messaging.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How often each command was applied, counted in the database by its id. */
record Tally(Database database) {

    /** Has no effect but that it is counted. */
    record Increment(int number) {}

    static final CommandType<Increment> INCREMENT = CommandType.of("increment", Increment.class);

    private static final Duration LONG = Duration.ofMinutes(3);

    void makeTable() throws SQLException {
        execute("create table scale.tally (id text primary key, times int not null)");
    }

    /** A second application shows, whatever the inbox says. */
    static void apply(List<Received<Increment>> commands, UnitOfWork unit) throws SQLException {
        try (PreparedStatement upsert = unit.connection()
                .prepareStatement("insert into scale.tally select i, 1 from unnest(?) as new (i)"
                        + " on conflict (id) do update set times = tally.times + 1")) {
            upsert.setArray(
                    1,
                    unit.connection()
                            .createArrayOf(
                                    "text", commands.stream().map(Received::id).toArray()));
            upsert.executeUpdate();
        }
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = database.connection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of each row as text. */
    Set<String> column(String sql) throws SQLException {
        Set<String> values = new HashSet<>();
        try (Connection connection = database.connection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    long applied() throws SQLException {
        return Long.parseLong(
                column("select count(*) from scale.tally").iterator().next());
    }

    /** Waits until so many more have been applied than before; a database that is away is waited for. */
    void awaitMore(long before, long number) {
        await().atMost(LONG).ignoreExceptions().until(() -> applied() > before + number);
    }

    /** Waits until these have been applied, and sees that nothing was twice, and that nothing was blamed. */
    void awaitEachOnce(Collection<String> confirmed) throws SQLException {
        Set<String> missing = new HashSet<>(confirmed);
        await().atMost(LONG).ignoreExceptionsInstanceOf(SQLException.class).untilAsserted(() -> {
            missing.removeAll(column("select id from scale.tally"));
            assertThat(missing).as("confirmed and not applied").isEmpty();
        });
        assertThat(column("select id from scale.tally where times <> 1"))
                .as("applied more than once")
                .isEmpty();
        assertThat(column("select reason from scale.dead_letter")).isEmpty();
    }
}
