package dev.scale.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in where tokens are set. Needs neither broker nor database: the server is there before them. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DashboardAccessIT {

    private static final String TOKEN = "a-secret-for-everything";
    private static final String READ_TOKEN = "a-secret-for-looking";

    @TempDir
    static Path folder;

    private static Program scale;
    private static RunningProgram handler;
    private static Dashboard dashboard;

    @BeforeAll
    static void start() throws Exception {
        scale = Program.in(folder)
                .with("SCALE_BROKER_URL", "amqp://127.0.0.1:1//")
                .with("SCALE_DATABASE_URL", "postgres://127.0.0.1:1/none")
                .with("SCALE_HTTP_PORT", "0")
                .with("SCALE_HTTP_TOKEN", TOKEN)
                .with("SCALE_HTTP_READ_TOKEN", READ_TOKEN);
        handler = RunningProgram.start(scale, folder, "handler", "--http");
        dashboard = Dashboard.of(handler);
    }

    @AfterAll
    static void stop() {
        handler.close();
    }

    private static String[] bearer(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }

    @Test
    void withoutATokenNothingButHealthAndTheLoginFormIsShown() throws Exception {
        for (String path : new String[] {"api/figures", "metrics", "api/jobs", "api/handlers", "app.js", "api/live"}) {
            assertThat(dashboard.get(path).statusCode()).as(path).isEqualTo(401);
        }
        assertThat(dashboard.get("").statusCode()).isEqualTo(302);
        assertThat(dashboard.get("").headers().firstValue("Location").orElse(""))
                .endsWith("/login.html");
        assertThat(dashboard.get("login.html").statusCode()).isEqualTo(200);
        assertThat(dashboard.get("health/live").statusCode()).isEqualTo(200);
        assertThat(dashboard.get("health/ready").statusCode()).isEqualTo(503);
    }

    @Test
    void aTokenInTheHeaderLetsIn() throws Exception {
        assertThat(dashboard.get("metrics", bearer(TOKEN)).statusCode()).isEqualTo(200);
        assertThat(dashboard.get("metrics", bearer(READ_TOKEN)).statusCode()).isEqualTo(200);
        assertThat(dashboard.get("api/access", bearer(READ_TOKEN)).body()).contains("\"may_change\":false");
        assertThat(dashboard.get("api/figures", bearer(TOKEN)).body()).contains("\"stale\":true");
    }

    @Test
    void theTokenForLookingChangesNothing() throws Exception {
        HttpResponse<String> refused =
                dashboard.postJson("api/dead-letters/discard", "{\"all\": true}", bearer(READ_TOKEN));
        assertThat(refused.statusCode()).isEqualTo(403);

        // The other one gets as far as the database, which is away.
        assertThat(dashboard
                        .postJson("api/dead-letters/discard", "{\"all\": true}", bearer(TOKEN))
                        .statusCode())
                .isEqualTo(503);
    }

    @Test
    void theFormGivesACookieThatScriptsAndOtherSitesDoNotGet() throws Exception {
        HttpResponse<String> login =
                dashboard.post("login", "token=" + TOKEN, "Content-Type", "application/x-www-form-urlencoded");
        assertThat(login.statusCode()).isEqualTo(303);
        String cookie = login.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("HttpOnly", "SameSite=Strict").doesNotContain(TOKEN);
        String session = cookie.replaceFirst(";.*", "");
        assertThat(dashboard.get("metrics", "Cookie", session).statusCode()).isEqualTo(200);
        assertThat(dashboard.get("", "Cookie", session).statusCode()).isEqualTo(200);

        assertThat(dashboard.post("logout", "", "Cookie", session).statusCode()).isEqualTo(303);
        assertThat(dashboard.get("metrics", "Cookie", session).statusCode()).isEqualTo(401);

        assertThat(dashboard
                        .post(
                                "login",
                                "token=" + TOKEN,
                                "Content-Type",
                                "application/x-www-form-urlencoded",
                                "Origin",
                                "http://evil.example")
                        .statusCode())
                .isEqualTo(403);
    }

    /** With a process of its own: it makes everybody at this address wait. */
    @Test
    void wrongTokensAreSlowedDown() throws Exception {
        try (RunningProgram other = RunningProgram.start(scale, folder, "handler", "--http")) {
            Dashboard guarded = Dashboard.of(other);
            for (int i = 0; i < 5; i++) {
                assertThat(guarded.get("metrics", bearer("wrong")).statusCode()).isEqualTo(401);
            }
            HttpResponse<String> slowed = guarded.get("metrics", bearer("wrong"));
            for (int i = 0; i < 20 && slowed.statusCode() == 401; i++) {
                slowed = guarded.get("metrics", bearer("wrong"));
            }
            assertThat(slowed.statusCode()).isEqualTo(429);
            assertThat(slowed.headers().firstValue("Retry-After")).isPresent();
        }
    }

    @Test
    void anAddressThatOthersReachNeedsAToken() throws Exception {
        Program.Ran ran = scale.with("SCALE_HTTP_BIND", "0.0.0.0")
                .with("SCALE_HTTP_TOKEN", "")
                .run("handler", "--http");
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("SCALE_HTTP_BIND", "SCALE_HTTP_TOKEN");

        Program.Ran tooShort = scale.with("SCALE_HTTP_TOKEN", "short").run("handler", "--http");
        assertThat(tooShort.exitCode()).isEqualTo(2);
        assertThat(tooShort.err()).contains("SCALE_HTTP_TOKEN").doesNotContain("short\"", "'short'");
    }

    @Test
    void noTokenIsPrinted() {
        assertThat(handler.printed()).contains("with a token").doesNotContain(TOKEN, READ_TOKEN);
    }
}
