package dev.scale.acceptance.program;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import dev.scale.local.EmbeddedPostgres;
import dev.scale.local.LocalService;
import dev.scale.messaging.store.Database;
import dev.scale.messaging.store.DatabaseUrl;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard as people use it, in a browser, against a live system. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class DashboardBrowserIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final LocatorAssertions.ContainsTextOptions LONG =
            new LocatorAssertions.ContainsTextOptions().setTimeout((double) PATIENCE.toMillis());
    private static final LocatorAssertions.HasTextOptions EXACTLY =
            new LocatorAssertions.HasTextOptions().setTimeout((double) PATIENCE.toMillis());
    private static final String BIG_ID = "9007199254740993";
    private static final String MARKUP = "<img src=x onerror=alert(1)>";
    private static final List<String> PAGES = List.of(
            "#/", "#/jobs", "#/jobs/" + BIG_ID, "#/dead-letters", "#/handlers", "#/queue", "#/commands", "#/audit");

    @TempDir
    static Path folder;

    private static Program scale;
    private static LocalService postgres;
    private static Database database;
    private static RunningProgram up;
    private static Dashboard dashboard;
    private static Browser browser;
    private static Page page;

    @BeforeAll
    static void start() throws Exception {
        Browser.require();
        postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
        database = Database.open(DatabaseUrl.parse(postgres.url()), 1, "test");
        scale = Program.in(folder)
                .with("SCALE_HTTP_PORT", "0")
                .with("SCALE_BROKER_URL", "")
                .with("SCALE_DATABASE_URL", postgres.url());
        up = RunningProgram.start(scale, folder, "up").says("ready");
        dashboard = Dashboard.of(up);
        execute(
                "insert into scale.job (id, type, status, exe_num, first_exe, max_tries, priority, queued, input) values"
                        + " (" + BIG_ID + ", '" + MARKUP
                        + "', 'FAILED', 1, 1, 1, 100, now(), '{\"n\": 12345678901234567890}')");
        execute("insert into scale.job_exe (job_id, exe_num, status, ended, error, error_message) values (" + BIG_ID
                + ", 1, 'FAILED', now(), 'bad', '" + MARKUP + "')");
        browser = new Browser(dashboard.address());
        page = browser.page();
        page.onDialog(Dialog::accept);
    }

    @AfterAll
    static void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
        if (up != null) {
            // In good order: a broker that only notices that its owner was killed still writes into the folder that
            // goes.
            assertThat(up.stop()).isZero();
        }
        if (database != null) {
            database.close();
            postgres.close();
        }
    }

    @AfterEach
    void nothingWentWrong() {
        browser.assertNoTrouble();
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = database.connection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void deadLetters(int number, String reason) throws SQLException {
        execute("delete from scale.dead_letter");
        execute("insert into scale.dead_letter (queue, message_id, try, attempt, type, body, reason)"
                + " select 'scale-command-messages', 'letter ' || n || ' " + reason + "', 1, 1, 'echo',"
                + " convert_to('{\"type\":\"echo\",\"body\":{\"big\":12345678901234567890}}', 'UTF8'), '" + reason
                + " ' || n from generate_series(1, " + number + ") n");
    }

    private static void open(String hash) {
        page.navigate(dashboard.address() + hash);
        page.reload();
        assertThat(page.locator("h1").first()).isVisible();
    }

    @Test
    void theOverviewSaysThatTheStateIsFreshAndMoves() {
        open("#/");

        assertThat(page.locator(".headline strong")).containsText("Fresh", LONG);
        assertThat(page.locator("#pulse")).containsText("live", LONG);
        assertThat(page.locator("canvas")).hasCount(4);
        Object before = page.evaluate("performance.now()");
        page.waitForFunction(
                "start => performance.now() - start > 2500 && document.querySelector('.tiles dd').textContent !== '–'",
                before);
    }

    @Test
    void everyPageIsAccessibleInBothSchemesAndFitsAPhone() throws SQLException {
        deadLetters(3, "a reason with a_very_long_word_that_has_no_place_to_break_0123456789_0123456789_0123456789");
        everyPageIsAccessible(ColorScheme.LIGHT, 1280);
        everyPageIsAccessible(ColorScheme.LIGHT, 360);
        everyPageIsAccessible(ColorScheme.DARK, 1280); // which changes colours alone, on a phone too
    }

    private static void everyPageIsAccessible(ColorScheme scheme, int width) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        page.setViewportSize(width, 800);
        for (String hash : PAGES) {
            open(hash);
            browser.assertAccessible();
            browser.assertFitsWidth();
        }
    }

    @Test
    void markupInDataIsText() throws SQLException {
        deadLetters(1, MARKUP);
        open("#/jobs/" + BIG_ID);
        assertThat(page.locator("main")).containsText(MARKUP, LONG);
        assertThat(page.locator("main")).containsText(BIG_ID, LONG);
        assertThat(page.locator("main")).containsText("12345678901234567890", LONG);
        open("#/dead-letters");
        assertThat(page.locator("main")).containsText(MARKUP, LONG);
        assertThat(page.locator("main img")).hasCount(0);
    }

    @Test
    void pagesAreReachedByKeys() {
        open("#/");
        page.keyboard().press("j");
        assertThat(page.locator("h1")).hasText("Jobs");
        page.keyboard().press("/");
        page.keyboard().type(BIG_ID);
        page.keyboard().press("Enter");
        Locator found = page.locator("td a");
        assertThat(found).hasText(BIG_ID);
        found.focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("h1")).containsText("Job " + BIG_ID);
        page.keyboard().press("h");
        assertThat(page.locator("main")).containsText("alive", LONG);
        page.keyboard().press("q");
        assertThat(page.locator("main")).containsText("As the broker tells", LONG);
    }

    @Test
    void aGroupOfDeadLettersIsDiscardedAndALetterReplayed() throws Exception {
        deadLetters(600, "discard");
        open("#/dead-letters");
        page.locator("td a", new Page.LocatorOptions().setHasText("discard #")).click();
        page.locator("button", new Page.LocatorOptions().setHasText("Discard all of these"))
                .click();
        await().atMost(PATIENCE)
                .until(() -> number("select count(*) from scale.dead_letter where resolved_at is null") == 0);

        deadLetters(4, "everything");
        open("#/dead-letters");
        page.locator("button", new Page.LocatorOptions().setHasText("Discard all open ones"))
                .click();
        await().atMost(PATIENCE)
                .until(() -> number("select count(*) from scale.dead_letter where resolved_at is null") == 0);

        deadLetters(1, "replay");
        open("#/dead-letters");
        page.locator("td.mono a").first().click();
        assertThat(page.locator("pre").first()).containsText("\"big\": 12345678901234567890", LONG);
        page.locator("button", new Page.LocatorOptions().setHasText("Hex")).click();
        assertThat(page.locator("pre").first()).containsText("00000000  7b 22 74 79", LONG);
        page.locator("button", new Page.LocatorOptions().setHasText("Replay this one"))
                .click();
        await().atMost(PATIENCE)
                .until(() -> number("select count(*) from scale.dead_letter where resolution like 'replayed%'") == 1);
    }

    @Test
    void handlersArePausedAndResumedFromThePage() {
        open("#/handlers");
        Locator row = page.locator("tbody tr").first();
        row.getByText("pause", new Locator.GetByTextOptions().setExact(true)).click();
        assertThat(page.locator("[role=status].note")).hasText("one is told to pause");
        assertThat(row.locator("td").first()).hasText("paused", EXACTLY);
        page.keyboard().press("o");
        assertThat(page.locator(".headline p")).containsText("All handlers are paused", LONG);
        page.keyboard().press("h");
        page.locator(".actions button", new Page.LocatorOptions().setHasText("resume"))
                .click();
        assertThat(page.locator("tbody tr").first().locator("td").first()).hasText("alive", EXACTLY);
        page.keyboard().press("a");
        assertThat(page.locator("tbody tr").first()).containsText("resume", LONG);
        assertThat(page.locator("tbody tr").nth(1)).containsText("pause", LONG);
    }

    @Test
    void commandsAreShownByType() throws SQLException {
        open("#/commands");
        execute("insert into scale.outbox (queue, message_id, body, message_group) values ('scale-command-messages',"
                + " 'browser ' || gen_random_uuid(), convert_to('{\"type\":\"failing\",\"body\":{}}', 'UTF8'), 'g')");
        Locator failing = page.locator("tbody tr", new Page.LocatorOptions().setHasText("failing"));
        assertThat(failing)
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout((double) PATIENCE.toMillis()));
        assertThat(failing.locator("td").nth(4)).hasText(Pattern.compile("[1-9]"));
        assertThat(failing.locator("td").nth(6)).not().hasText("");
    }

    @Test
    void aGroupIsReplayedSlowly() throws SQLException {
        deadLetters(3, "slowly");
        open("#/dead-letters");
        page.locator("td a", new Page.LocatorOptions().setHasText("slowly #")).click();
        page.getByLabel("a second").fill("0.01");
        page.locator("button", new Page.LocatorOptions().setHasText("Replay all of these"))
                .click();
        await().atMost(PATIENCE)
                .until(() ->
                        number("select count(*) from scale.outbox where headers ->> 'scale-replay-of' like 'letter %"
                                        + " slowly' and due_at > now() + interval '1 min'")
                                == 2);
        execute("delete from scale.outbox where headers ->> 'scale-replay-of' like 'letter %'");
    }

    @Test
    void figuresAgreeWithTheTables() throws SQLException {
        deadLetters(7, "tile");
        open("#/");
        Locator tile = page.locator(".tiles div", new Page.LocatorOptions().setHasText("Dead letters"));
        assertThat(tile.locator("dd")).hasText("7", EXACTLY);
        execute("delete from scale.dead_letter");
        assertThat(tile.locator("dd")).hasText("0", EXACTLY);
    }

    @Test
    void whatCannotBeReadIsShownAsStale() throws Exception {
        open("#/");
        assertThat(page.locator("#pulse")).containsText("live", LONG);
        postgres.close();
        try {
            assertThat(page.locator(".headline strong")).containsText("Stale: read", LONG);
            assertThat(page.locator("#pulse")).containsText("ago", LONG);
        } finally {
            postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
        }
        assertThat(page.locator(".headline strong")).containsText("Fresh", LONG);
    }

    @Test
    void aServerThatStandsStillIsSeen() throws Exception {
        open("#/");
        assertThat(page.locator("#pulse")).containsText("live", LONG);
        up.signal("STOP");
        try {
            assertThat(page.locator("#pulse")).containsText("no word from the server", LONG);
            assertThat(page.locator(".headline strong")).containsText("Stale: read", LONG);
        } finally {
            up.signal("CONT");
        }
        assertThat(page.locator(".headline strong")).containsText("Fresh", LONG);
    }

    /** With a process of its own, of the same system, that wants a token. */
    @Test
    void whoMayOnlyLookFindsNothingToChange() throws Exception {
        deadLetters(2, "look");
        String token = "a-secret-for-everything";
        String readToken = "a-secret-for-looking";
        Program guarded = scale.with("SCALE_HTTP_TOKEN", token).with("SCALE_HTTP_READ_TOKEN", readToken);
        try (RunningProgram handler = RunningProgram.start(guarded, folder, "handler", "--http")
                        .says("handling ");
                Browser other = new Browser(Dashboard.of(handler).address())) {
            String address = Dashboard.of(handler).address();
            Page visitor = other.page();
            visitor.navigate(address);
            logIn(visitor, "wrong");
            assertThat(visitor.locator("#wrong")).isVisible();
            other.assertAccessible();
            logIn(visitor, readToken);
            assertThat(visitor.locator("h1")).hasText("Overview", EXACTLY);
            visitor.keyboard().press("d");
            visitor.locator("td a", new Page.LocatorOptions().setHasText("look #"))
                    .click();
            assertThat(visitor.locator("td.mono a").first()).isVisible();
            assertThat(visitor.locator("main button", new Page.LocatorOptions().setHasText("Replay")))
                    .hasCount(0);
            visitor.keyboard().press("h");
            assertThat(visitor.locator("main")).containsText("alive", LONG);
            assertThat(visitor.locator("main button")).hasCount(0);
            visitor.locator("#logout button").click();

            logIn(visitor, token);
            assertThat(visitor.locator("h1")).hasText("Overview", EXACTLY);
            visitor.keyboard().press("h");
            assertThat(visitor.getByText("pause", new Page.GetByTextOptions().setExact(true))
                            .first())
                    .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout((double) PATIENCE.toMillis()));
            other.assertNoTrouble();
            assertThat(handler.stop()).isZero();
        }
    }

    private static void logIn(Page visitor, String token) {
        visitor.locator("input[name=token]").fill(token);
        visitor.keyboard().press("Enter");
    }

    private static long number(String sql) throws SQLException {
        try (Connection connection = database.connection();
                Statement statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
