package dev.scale.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What can be changed on the dashboard: dead letters and handlers; by nobody else's page, and not without a trace. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DashboardChangesIT extends UpWithDashboard {

    @Test
    void deadLettersAreGroupedReplayedAndDiscarded() throws Exception {
        deadLetters("r", 3, "replay me 7f000001-0000-4000-8000-0000000000");
        deadLetters("d", 600, "discard me ");
        String groups = dashboard.get("api/dead-letters/groups").body();
        assertThat(groups).contains("\"type\":\"echo\",\"cause\":\"discard me #\",\"letters\":600");

        String id = text("select id from scale.dead_letter where message_id = 'r 1'");
        assertThat(dashboard.get("api/dead-letters/" + id).body()).contains("\"body_base64\":\"eyJ0eXBlIjog");
        assertThat(dashboard
                        .postJson("api/dead-letters/replay", "{\"ids\": [\"" + id + "\"]}")
                        .body())
                .matches("\\{\"act\":\"[0-9]+\",\"changed\":1,\"after\":\"[0-9]+\",\"more\":false}");
        assertThat(dashboard
                        .postJson("api/dead-letters/replay", "{\"ids\": [\"" + id + "\"]}")
                        .body())
                .startsWith("{\"changed\":0,")
                .endsWith(",\"more\":false}");
        assertThat(text("select resolution from scale.dead_letter where id = " + id))
                .startsWith("replayed");

        String all = "{\"all\": true, \"type\": \"echo\", \"cause\": \"discard me #\"}";
        String first = dashboard.postJson("api/dead-letters/discard", all).body();
        assertThat(first).contains(",\"changed\":500,").endsWith(",\"more\":true}");
        String act = Dashboard.value(first, "act");
        assertThat(dashboard
                        .postJson(
                                "api/dead-letters/discard",
                                all.replace(
                                        "}",
                                        ", \"act\": " + act + ", \"after\": " + Dashboard.value(first, "after") + "}"))
                        .body())
                .startsWith("{\"act\":" + act + ",\"changed\":100,")
                .endsWith(",\"more\":false}");
        assertThat(dashboard
                        .postJson("api/dead-letters/replay", "{\"all\": true, \"act\": " + act + "}")
                        .statusCode())
                .as("it goes on with an act of another kind")
                .isEqualTo(409);
        assertThat(dashboard.get("api/audit").body())
                .contains(
                        "\"actor\":\"dashboard, from 127.0.0.1\",\"act\":\"discard\",\"subject\":\"all open dead letters"
                                + " of type 'echo' with cause 'discard me #'\",\"number\":\"600\"");
        assertThat(text("select count(*) from scale.dead_letter where message_id like 'r %' and resolved_at is null"))
                .isEqualTo("2");
        execute("delete from scale.dead_letter");
    }

    @Test
    void aReplayOfManyIsSpreadOverTime() throws Exception {
        deadLetters("slow", 600, "slow ");
        String slowly = "{\"all\": true, \"cause\": \"slow #\", \"per_second\": 0.1";
        String first =
                dashboard.postJson("api/dead-letters/replay", slowly + "}").body();
        dashboard.postJson("api/dead-letters/replay", slowly + ", \"act\": " + Dashboard.value(first, "act") + "}");

        try {
            assertThat(text("select count(*) from scale.dead_letter where resolution like 'replayed%'"
                            + " and message_id like 'slow %'"))
                    .isEqualTo("600");
            assertThat(text(
                            "select count(distinct due_at) || ' ' || extract(epoch from max(due_at) - min(due_at))::integer"
                                    + " from scale.outbox where headers ->> 'scale-replay-of' like 'slow %'"))
                    .as("all but those that have been sent meanwhile")
                    .matches("(600|59[0-9]) 59[0-9]0");
        } finally {
            execute("delete from scale.outbox where headers ->> 'scale-replay-of' like 'slow %'");
            execute("delete from scale.dead_letter where message_id like 'slow %'");
        }
    }

    @Test
    void largeLettersAreChangedInSmallerSteps() throws Exception {
        execute("insert into scale.dead_letter (queue, message_id, try, attempt, type, body, reason)"
                + " select 'scale-command-messages', 'large ' || n, 1, 1, 'echo', convert_to(repeat('x', 6000000), 'UTF8'),"
                + " 'large' from generate_series(1, 3) n");
        assertThat(dashboard
                        .postJson("api/dead-letters/discard", "{\"all\": true, \"cause\": \"large\"}")
                        .body())
                .contains("\"changed\":2,")
                .endsWith("\"more\":true}");
        execute("delete from scale.dead_letter where message_id like 'large %'");
    }

    /** Named ones are found wherever they stand, and a part that was looked at in vain is not looked at again. */
    @Test
    void manyThatAreNotMeantAreStandingBetween() throws Exception {
        deadLetters("first", 1, "first ");
        deadLetters("crowd", 20_100, "crowd ");
        deadLetters("last", 1, "last ");
        String first = text("select id from scale.dead_letter where message_id = 'first 1'");
        String last = text("select id from scale.dead_letter where message_id = 'last 1'");

        assertThat(dashboard
                        .postJson("api/dead-letters/discard", "{\"ids\": [\"" + first + "\", \"" + last + "\"]}")
                        .body())
                .contains("\"changed\":2,")
                .endsWith("\"more\":false}");
        execute("update scale.dead_letter set resolved_at = null where message_id = 'last 1'");
        String all = "{\"all\": true, \"text\": \"last\"";
        String nothing =
                dashboard.postJson("api/dead-letters/discard", all + "}").body();
        assertThat(nothing).contains("\"changed\":0,").endsWith("\"more\":true}");
        assertThat(dashboard
                        .postJson(
                                "api/dead-letters/discard",
                                all + ", \"after\": " + Dashboard.value(nothing, "after") + "}")
                        .body())
                .contains("\"changed\":1,")
                .endsWith("\"more\":false}");
        execute("delete from scale.dead_letter where message_id similar to '(first|crowd|last) %'");
    }

    @Test
    void whatASearchFindsIsChanged() throws Exception {
        deadLetters("found", 3, "found ");
        deadLetters("other", 2, "other ");
        assertThat(dashboard
                        .postJson("api/dead-letters/discard", "{\"all\": true, \"text\": \"ound 2\"}")
                        .body())
                .contains("\"changed\":1,");
        assertThat(text("select string_agg(message_id, ',' order by id) from scale.dead_letter"
                        + " where resolved_at is null and (message_id like 'found %' or message_id like 'other %')"))
                .isEqualTo("found 1,found 3,other 1,other 2");
        execute("delete from scale.dead_letter where message_id like 'found %' or message_id like 'other %'");
    }

    @Test
    void handlersArePausedAndResumed() throws Exception {
        await().atMost(PATIENCE).until(() -> dashboard.get("health/ready").statusCode() == 200);
        String id = text("select id from scale.worker where ended_at is null");
        assertThat(dashboard
                        .postJson("api/handlers/pause", "{\"ids\": [\"" + id + "\"]}")
                        .body())
                .isEqualTo("{\"changed\":1}");
        try {
            await().atMost(PATIENCE).until(() -> figure("handlers_paused").equals("1"));
            assertThat(dashboard.get("health/ready").statusCode()).isEqualTo(503);
            assertThat(dashboard.get("health/ready").body()).contains("\"receiving\":false", "\"paused\":true");
            assertThat(scale.run("status").out()).contains("paused");
            assertThat(scale.run("doctor").out()).contains("paused");
            assertThat(scale.run("echo", "-c", "5").exitCode()).isZero();
            await().atMost(PATIENCE).until(() -> Double.parseDouble(figure("queue_ready")) >= 5);
        } finally {
            dashboard.postJson("api/handlers/resume", "{\"all\": true}");
        }
        await().atMost(PATIENCE).until(() -> figure("handlers_paused").equals("0"));
        await().atMost(PATIENCE).until(() -> dashboard.get("health/ready").statusCode() == 200);
        assertThat(scale.run("audit", "--json").out())
                .contains("\"act\":\"pause\",\"subject\":\"handler processes " + id, "\"act\":\"resume\"");
        for (String wrong :
                List.of("{}", "{\"ids\": []}", "{\"ids\": [\"x\"]}", "{\"ids\": [\"" + id + "\"], \"all\": true}")) {
            assertThat(dashboard.postJson("api/handlers/pause", wrong).statusCode())
                    .as(wrong)
                    .isEqualTo(400);
        }
    }

    @Test
    void nothingIsTakenFromOtherSites() throws Exception {
        String body = "{\"all\": true}";
        assertThat(dashboard
                        .postJson("api/dead-letters/discard", body, "Origin", "http://evil.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(dashboard
                        .postJson("api/dead-letters/discard", body, "Sec-Fetch-Site", "cross-site")
                        .statusCode())
                .isEqualTo(403);
        assertThat(dashboard
                        .post("api/dead-letters/discard", body, "Content-Type", "text/plain")
                        .statusCode())
                .isEqualTo(415);
    }
}
