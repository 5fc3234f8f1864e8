package dev.scale.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code scale dead-letters} as a process, over RabbitMQ and PostgreSQL. */
@Timeout(value = 6, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DeadLettersCommandIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    static Path folder;

    private static Installation installation;

    @BeforeAll
    static void start() throws Exception {
        installation = Installation.start(folder);
    }

    @AfterAll
    static void stop() {
        if (installation != null) {
            installation.close();
        }
    }

    /** So many echo commands that were given up, with message ids {@code QUEUE 1} and so on. */
    private static List<String> letters(String queue, int count, String reason) throws Exception {
        installation.execute(
                "insert into scale.dead_letter (queue, message_id, try, attempt, type, body, reason) select '"
                        + queue + "', '" + queue
                        + " ' || g, 1, 5, 'echo', convert_to('{\"type\": \"echo\", \"body\": {\"n\": '"
                        + " || g || '}}', 'UTF8'), '" + reason + " ' || g from generate_series(1, " + count + ") g");
        return installation.column("select id from scale.dead_letter where queue = '" + queue + "' order by id");
    }

    private static String open(String queue) {
        return installation
                .column("select count(*) from scale.dead_letter where resolved_at is null and queue = '" + queue + "'")
                .get(0);
    }

    @Test
    void lettersAreListedByTypeCauseAndAgeAndPageByPage() throws Exception {
        List<String> ids = letters("listed", 5, "no disk");
        Program scale = installation.on("listed");
        installation.execute(
                "update scale.dead_letter set dead_at = now() - interval '3 hours' where id = " + ids.get(0));

        Program.Ran first = scale.run("dead-letters", "list", "--cause", "no disk", "--limit", "2");
        assertThat(first.exitCode()).as(first.all()).isZero();
        assertThat(first.out().lines().skip(1))
                .hasSize(2)
                .first()
                .satisfies(
                        line -> assertThat(line).startsWith(ids.get(4) + "\t").endsWith("no disk 5"));
        assertThat(first.err()).contains("5 in all; there are more: --after " + ids.get(3));
        JsonNode rest = JsonMapper.shared()
                .readTree(scale.run("dead-letters", "list", "--after", ids.get(3), "--since", "1h", "--json")
                        .out());
        assertThat(rest.get("dead_letters")
                        .valueStream()
                        .map(letter -> letter.get("id").asString()))
                .containsExactly(ids.get(2), ids.get(1));
        assertThat(rest.get("next")).isNull();
        assertThat(scale.run("dead-letters", "list", "--until", "2h", "--json").out())
                .contains("\"count\":1,", "\"id\":\"" + ids.get(0) + "\"");
        assertThat(scale.run("dead-letters", "list", "--type", "other", "--json")
                        .out())
                .contains("\"count\":0,");
        assertThat(installation
                        .on("elsewhere")
                        .run("dead-letters", "list", "--json")
                        .out())
                .contains("\"count\":0,");
        assertThat(installation
                        .on("elsewhere")
                        .run("dead-letters", "list", "--all-queues", "--cause", "no disk", "--json")
                        .out())
                .contains("\"count\":5,");
    }

    @Test
    void aBodyIsShownIndentedInHexadecimalOrAsItIs() throws Exception {
        installation.execute(
                "insert into scale.dead_letter (queue, message_id, try, attempt, body, reason, headers) values"
                        + " ('shown', 'text', 1, 1, convert_to('{\"a\":[1e3,\"x\\\"{\"],\"b\":{}}', 'UTF8'), E'bad \\x1b[2J',"
                        + " '{\"app\": \"kombu\"}'), ('shown', 'bytes', 1, 1, '\\xff0041'::bytea, 'r', '{}')");
        List<String> ids = installation.column("select id from scale.dead_letter where queue = 'shown' order by id");
        Program scale = installation.on("shown");

        assertThat(scale.run("dead-letters", "show", ids.get(0)).out())
                .contains("reason:      bad ␛[2J", "header:      app = kombu", "state:       open")
                .endsWith("\n\n{\n  \"a\": [\n    1e3,\n    \"x\\\"{\"\n  ],\n  \"b\": {}\n}\n")
                .doesNotContain("\u001b");
        assertThat(scale.run("dead-letters", "show", ids.get(1), "--body", "hex")
                        .out())
                .contains("00000000  ff 00 41", "..A");
        assertThat(scale.run("dead-letters", "show", ids.get(1), "--json").out())
                .contains("\"body_hex\":\"ff0041\"");
        Path out = folder.resolve("raw");
        Process raw = scale.start(out, folder.resolve("raw.err"), "dead-letters", "show", ids.get(1), "--body", "raw");
        assertThat(raw.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(Files.readAllBytes(out)).containsExactly(0xFF, 0, 0x41);
        assertThat(scale.run("dead-letters", "show", "999999"))
                .matches(ran -> ran.exitCode() == 1 && ran.err().contains("no dead letter 999999"));
    }

    @Test
    void replayedLettersAreNewCommandsThatAreHandledOnce() throws Exception {
        List<String> ids = letters("replayed", 3, "r");
        Program scale = installation.on("replayed");

        Program.Ran ran = scale.run("dead-letters", "replay", ids.get(0), ids.get(1), "999999");
        assertThat(ran.exitCode()).as(ran.all()).isEqualTo(1);
        assertThat(ran.out()).contains("replayed 2 dead letters");
        assertThat(ran.err())
                .contains("dead letter 999999 does not exist", "no handler of queue 'replayed' lives: 2 commands wait");
        assertThat(scale.run("dead-letters", "replay", ids.get(0)))
                .matches(again -> again.exitCode() == 1 && again.err().contains("is closed already: replayed by "));

        try (RunningProgram handler = installation.handler("replayed")) {
            await().atMost(PATIENCE)
                    .until(() -> installation
                            .column("select count(*) from scale.outbox where queue = 'replayed'")
                            .equals(List.of("0")));
            await().atMost(PATIENCE).until(() -> handler.lines("echo") == 2);
            assertThat(open("replayed")).isEqualTo("1");
            assertThat(handler.stop()).isZero();
        }
    }

    @Test
    void manyAreReplayedWithYesAndSpreadOverTime() throws Exception {
        letters("many", 620, "storm");
        Program scale = installation.on("many");

        assertThat(scale.run("dead-letters", "replay", "--cause", "storm"))
                .matches(ran -> ran.exitCode() == 2 && ran.err().contains("620 dead letters match: --yes"));
        assertThat(scale.run("dead-letters", "replay", "--cause", "storm", "--dry-run")
                        .out())
                .contains("would have replayed 620 dead letters; nothing was done");
        assertThat(scale.run("dead-letters", "replay", "--rate", "fast", "--all")
                        .exitCode())
                .isEqualTo(2);
        assertThat(scale.run("dead-letters", "replay").exitCode()).isEqualTo(2);
        assertThat(open("many")).isEqualTo("620");

        Program.Ran ran = scale.run("dead-letters", "replay", "--cause", "storm", "--rate", "10/s", "--yes");
        assertThat(ran.exitCode()).as(ran.all()).isZero();
        assertThat(ran.out()).contains("replayed 620 dead letters, the last is sent in 1 min 1.9 s");
        assertThat(installation.column("select max(due_at) - min(due_at) from scale.outbox where queue = 'many'"))
                .containsExactly("00:01:01.9");
        assertThat(installation.column("select count(distinct due_at) from scale.outbox where queue = 'many'"))
                .containsExactly("620");
    }

    @Test
    void discardedLettersTellByWhomAndWhy() throws Exception {
        letters("discarded", 3, "r");
        Program scale = installation.on("discarded");

        Program.Ran ran = scale.run("dead-letters", "discard", "--all", "--why", "sent by mistake", "--json");

        assertThat(ran.exitCode()).as(ran.all()).isZero();
        assertThat(ran.out()).contains("\"discarded\":3,");
        assertThat(installation.column("select distinct resolution from scale.dead_letter where queue = 'discarded'"))
                .singleElement()
                .satisfies(text -> assertThat(text)
                        .matches("discarded by " + System.getProperty("user.name") + "@.+: sent by mistake"));
        assertThat(scale.run("dead-letters", "list", "--closed").out()).contains("discarded by ");
    }
}
