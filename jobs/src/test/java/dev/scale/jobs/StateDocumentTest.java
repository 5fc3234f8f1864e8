package dev.scale.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.messaging.TestDatabase;
import dev.scale.messaging.store.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What docs/state.md says of the tables is there, and its queries run. */
class StateDocumentTest {

    @RegisterExtension
    static final TestDatabase db = new TestDatabase();

    private static final Map<String, String> PARAMETERS =
            Map.of(":'me'", "'s'", ":'ids'", "'{5}'", ":'numbers'", "'{1}'", ":id", "5");

    private static String document;

    @BeforeAll
    static void read() throws IOException {
        JobsModule module = new JobsModule();
        Schema.migrate(db.database(), module.name(), module.migrations().orElseThrow());
        document = Files.readString(Path.of("..", "docs", "state.md"));
    }

    @Test
    void everyQueryRuns() throws SQLException {
        new JobBatches(db.database()).handle(JobCommands.submit(List.of(Submission.of(5, "t"))));
        Matcher queries = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL).matcher(document);
        int count = 0;
        while (queries.find()) {
            String query = Pattern.compile("(?<!:):(?:[a-z]+|'[a-z]+')")
                    .matcher(queries.group(1))
                    .replaceAll(name -> PARAMETERS.get(name.group()));
            db.execute(query);
            count++;
        }
        assertThat(count).isGreaterThan(10);
    }

    @Test
    void everyColumnIsExplained() {
        for (String table : List.of(
                "job", "job_exe", "pruned_job", "job_pruning", "inbox", "outbox", "dead_letter", "worker", "suspect")) {
            String from = document.substring(document.indexOf("### scale." + table + "\n"));
            String section = from.substring(0, from.indexOf("\n#", 1));
            assertThat(columns(table)).isNotEmpty().allMatch(column -> section.contains("`" + column + "`"));
        }
        for (String table : List.of("job_type", "error")) {
            assertThat(columns(table)).allMatch(column -> document.contains("| `" + table + "." + column + "` |"));
        }
    }

    private static List<String> columns(String table) {
        return db.column(
                "select column_name from information_schema.columns where table_schema = 'scale' and table_name = ?",
                table);
    }
}
