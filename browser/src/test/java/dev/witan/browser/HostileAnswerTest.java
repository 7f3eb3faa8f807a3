// SPDX-License-Identifier: Apache-2.0
package dev.witan.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import org.junit.jupiter.api.Test;

/// A mixture whose author means no good: what it says is text, whatever stands in it.
class HostileAnswerTest extends BrowserTest {
    private static final String SCRIPT = "<script>window.hacked=1</script>";
    private static final String IMAGE = "<img src=x onerror=window.hacked=1>";

    @Test
    void whatAMixtureSaysIsTextAndNothingElse() {
        try (Visit visit = visit()) {
            Page page = visit.page();
            page.route("**/v2/models/ads/infer", HostileAnswerTest::replaceNames);
            page.route("**/console/mixtures/ads", HostileAnswerTest::replaceNames);
            page.route("**/v2/models/ads/stats", HostileAnswerTest::replaceNames);
            open(visit, "/#ads?vertical=games&device=mobile&hour=21&age=24&discount=20");

            assertThat(page.locator(".verdict strong")).hasText(SCRIPT);
            assertThat(page.locator(".summary .expert").first()).hasAttribute("title", IMAGE);
            assertThat(page.locator("table")).containsText(IMAGE);
            assertThat(page.locator(".description")).containsText(IMAGE);
            assertThat(page.locator(".live .name").first()).hasAttribute("title", IMAGE);
            assertThat(page.locator("img")).hasCount(0);
            assertThat(page.locator("script")).hasCount(2);
            assertThat(page.evaluate("window.hacked ?? 'safe'")).isEqualTo("safe");
            visit.requireNoComplaints();
        }
    }

    private static void replaceNames(Route route) {
        APIResponse response = route.fetch();
        String text = response.text()
                .replace("cheap-1", IMAGE)
                .replace("\"no\"", '"' + SCRIPT + '"')
                .replace("Will this ad", IMAGE)
                .replace("publisher", SCRIPT.replace("/", "\\/"));
        route.fulfill(new Route.FulfillOptions().setResponse(response).setBody(text));
    }
}
