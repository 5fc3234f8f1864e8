package dev.scale.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.messaging.CommandSender;
import dev.scale.messaging.CommandType;
import dev.scale.messaging.HandlerGroup;
import dev.scale.messaging.Handlers;
import dev.scale.messaging.Received;
import dev.scale.messaging.TestDatabase;
import dev.scale.messaging.Worker;
import dev.scale.messaging.WorkerOptions;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import dev.scale.messaging.store.Database;
import dev.scale.messaging.store.DatabaseUrl;
import dev.scale.messaging.store.Schema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The README's program, run. */
class ReadmeExampleIT {

    @RegisterExtension
    static final TestDatabase POSTGRES = new TestDatabase();

    // README
    record Thumbnail(String picture, int width) {}

    static final CommandType<Thumbnail> THUMBNAIL = CommandType.of("thumbnail_made", Thumbnail.class);

    static void send(String brokerUrl) {
        try (Broker broker = Broker.open(BrokerUrl.parse(brokerUrl), BrokerOptions.forQueue("pictures"))) {
            new CommandSender(broker).send(THUMBNAIL, new Thumbnail("a.png", 320));
        }
    }

    static void handle(String brokerUrl, String databaseUrl) {
        HandlerGroup<Thumbnail> thumbnails = HandlerGroup.of(THUMBNAIL, (commands, unit) -> {
            try (PreparedStatement insert = unit.connection().prepareStatement("insert into thumbnail values (?, ?)")) {
                for (Received<Thumbnail> command : commands) {
                    insert.setString(1, command.body().picture());
                    insert.setInt(2, command.body().width());
                    insert.addBatch();
                }
                insert.executeBatch();
            }
        });
        try (Broker broker = Broker.open(BrokerUrl.parse(brokerUrl), BrokerOptions.forQueue("pictures"));
                Database database = Database.open(DatabaseUrl.parse(databaseUrl), 3, "thumbnails")) {
            Schema.migrate(database);
            try (Worker worker = new Worker(
                    broker, "pictures", database, Handlers.of(List.of(thumbnails)), WorkerOptions.DEFAULTS)) {
                worker.start();
                untilToldToStop();
            }
        }
    }
    // README

    @Test
    void theProgramInTheReadmeDoesWhatItSays() throws Exception {
        POSTGRES.execute("create table if not exists thumbnail (picture text, width int)");
        String brokerUrl = "memory://readme";
        try (Broker keepsTheQueue = Broker.open(BrokerUrl.parse(brokerUrl), BrokerOptions.forQueue("pictures"))) {
            send(brokerUrl);
            handle(brokerUrl, POSTGRES.server().url());

            assertThat(keepsTheQueue.depth().ready()).isZero();
        }
        assertThat(POSTGRES.column("select picture || ' ' || width from thumbnail"))
                .containsExactly("a.png 320");
    }

    @Test
    void theReadmeShowsExactlyThisProgram() throws IOException {
        String source = Files.readString(Path.of("src/test/java/dev/scale/acceptance/ReadmeExampleIT.java"));
        String program = source.split("    // README\n")[1].stripTrailing().replaceAll("(?m)^ {4}", "");

        assertThat(shown()).endsWith("\n\n" + program);
    }

    @Test
    void itCompilesWithTheImportsInTheReadme(@TempDir Path folder) throws IOException {
        int afterImports = shown().indexOf("\n\n");
        String file = shown().substring(0, afterImports) + "\nclass Pictures {\n" + shown().substring(afterImports)
                + "\nprivate static void untilToldToStop() {}\n}\n";
        Path source = Files.writeString(folder.resolve("Pictures.java"), file);
        ByteArrayOutputStream complaints = new ByteArrayOutputStream();

        int exitCode = ToolProvider.getSystemJavaCompiler()
                .run(null, complaints, complaints, "-proc:none", "-d", folder.toString(), source.toString());

        assertThat(exitCode).as(complaints.toString(StandardCharsets.UTF_8)).isZero();
        assertThat(folder.resolve("Pictures.class")).exists();
    }

    @Test
    void theReadmeNamesTheVersionsOfTheBuild() throws IOException {
        String build = Files.readString(Path.of("../pom.xml"));
        String client = build.replaceAll("(?s).*<amqp-client.version>(.*?)<.*", "$1");
        String own = build.replaceAll("(?s).*?<artifactId>scale-messaging</artifactId>\\s*<version>(.*?)<.*", "$1");

        assertThat(Files.readString(Path.of("../README.md")))
                .contains(
                        "<artifactId>scale-core</artifactId>\n  <version>" + own + "</version>",
                        "<artifactId>amqp-client</artifactId>\n  <version>" + client + "</version>");
    }

    /** The README's Java. */
    private static String shown() throws IOException {
        String readme = Files.readString(Path.of("../README.md"));
        String from = readme.substring(readme.indexOf("```java\n") + "```java\n".length());
        return from.substring(0, from.indexOf("\n```"));
    }

    private static void untilToldToStop() {
        await().untilAsserted(() ->
                assertThat(POSTGRES.column("select picture from thumbnail")).isNotEmpty());
    }
}
