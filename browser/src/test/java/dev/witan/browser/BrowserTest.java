// SPDX-License-Identifier: Apache-2.0
package dev.witan.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/// A browser for the tests of a class, and a server with the shipped mixtures.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BrowserTest {
    /// Nothing but the page is to be loaded, by nobody.
    private static final List<String> QUIET = List.of(
            "--no-sandbox",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-domain-reliability",
            "--disable-sync",
            "--no-first-run",
            "--no-pings");

    private Playwright playwright;
    private Browser browser;
    private Site site;

    @BeforeAll
    void openBrowser() {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Chromium.find())
                        .setArgs(QUIET));
        site = openSite();
    }

    @AfterAll
    void closeBrowser() {
        if (site != null) {
            site.close();
        }
        if (playwright != null) {
            playwright.close();
        }
    }

    /// The server that is asked; another one where the tests need other mixtures.
    Site openSite() {
        return Site.open();
    }

    Site site() {
        return site;
    }

    Visit visit() {
        return visit(UnaryOperator.identity());
    }

    Visit visit(UnaryOperator<Browser.NewContextOptions> options) {
        return new Visit(browser, options);
    }

    /// Opens the page at a mixture and waits for its first answer.
    Page open(Visit visit, String path) {
        visit.page().navigate(site.url(path));
        visit.page().locator(".summary").first().waitFor();
        return visit.page();
    }
}
