package dev.scale.acceptance.program;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Takes the pictures of a dashboard for the documentation; {@code docs/images/make} runs it. */
final class Pictures {

    private static final int WIDTH = 1200;
    private static final Map<String, String> PAGES = new TreeMap<>(Map.of(
            "overview", "#/", "commands", "#/commands", "dead-letters", "#/dead-letters", "handlers", "#/handlers"));

    private Pictures() {}

    /** Arguments: the address of the dashboard, and the folder for the pictures. */
    public static void main(String[] arguments) {
        String address = arguments[0];
        Path folder = Path.of(arguments[1]);
        try (Browser browser = new Browser(address)) {
            Page page = browser.page();
            page.setViewportSize(WIDTH, 100);
            PAGES.forEach((name, hash) -> {
                page.navigate(address + hash);
                page.reload();
                page.locator(name.equals("overview") ? ".tiles" : "main table")
                        .first()
                        .waitFor();
                assertThat(page.locator("#pulse")).containsText("live");
                page.screenshot(new Page.ScreenshotOptions()
                        .setPath(folder.resolve(name + ".png"))
                        .setFullPage(true));
            });
        }
    }
}
