package dev.scale.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Debian's Chromium with one page, and all that goes wrong on it. */
final class Browser implements AutoCloseable {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Set<String> SERIOUS = Set.of("serious", "critical");

    private final Playwright playwright =
            Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final com.microsoft.playwright.Browser chromium;
    private final BrowserContext context;
    private final Page page;
    private final List<String> troubles = new CopyOnWriteArrayList<>();

    /** @param address where all requests are to go */
    Browser(String address) {
        // Chromium's own sandbox does not work as root or in most containers.
        chromium = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of("--no-sandbox", "--disable-gpu")));
        context = chromium.newContext();
        context.setDefaultTimeout(60_000);
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                troubles.add("console: " + message.text());
            }
        });
        page.onPageError(error -> troubles.add("page: " + error));
        page.onRequest(request -> {
            if (!request.url().startsWith(address) && !request.url().startsWith("data:")) {
                troubles.add("foreign request: " + request.url());
            }
        });
    }

    /** Skips the test where Chromium is missing, unless everything has to be there. */
    static void require() {
        if (!Files.isExecutable(CHROMIUM)) {
            if ("true".equals(System.getenv("CI"))) {
                throw new AssertionError("Chromium is missing (Debian: apt install chromium)");
            }
            System.err.println("SKIPPED: Chromium is missing (Debian: apt install chromium)");
            abort("Chromium is missing");
        }
    }

    Page page() {
        return page;
    }

    void assertNoTrouble() {
        assertThat(troubles).isEmpty();
    }

    /** Without anything that keeps people from using the page. */
    void assertAccessible() {
        assertThat(new AxeBuilder(page)
                        .analyze().getViolations().stream()
                                .filter(found -> SERIOUS.contains(found.getImpact()))
                                .map(found -> found.getId() + ": "
                                        + found.getNodes().stream()
                                                .map(node -> node.getHtml())
                                                .limit(3)
                                                .toList()))
                .as("%s", page.url())
                .isEmpty();
    }

    /** Nothing stands out at the right. */
    void assertFitsWidth() {
        Object overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assertThat(((Number) overflow).intValue()).as("%s", page.url()).isLessThanOrEqualTo(0);
    }

    @Override
    public void close() {
        context.close();
        chromium.close();
        playwright.close();
    }
}
