// SPDX-License-Identifier: Apache-2.0
package dev.witan.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.witan.browser.DecisionPageTest.ask;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerStateTest extends BrowserTest {
    private static final double PATIENCE_MILLIS = 30_000;

    @Test
    void aServerThatWentAwayIsMissedAndWelcomedBack() {
        Site site = Site.open();
        int port = site.port();
        try (Visit visit = visit()) {
            Page page = visit.page();
            page.navigate(site.url("/#ads"));
            page.locator(".summary").waitFor();
            site.close();
            assertThat(page.locator(".banner")).containsText("Connection lost", patientText());
            assertThat(page.locator(".summary")).isVisible();

            site = Site.at(port);
            assertThat(page.locator(".status")).containsText("ready", patientText());
            assertThat(page.locator(".banner")).hasCount(0);
            ask(page, "Random");
            assertThat(page.locator(".problem")).hasCount(0);
        } finally {
            site.close();
        }
    }

    @Test
    void aQuestionThatIsTooLongForTheAddressOutlivesTheServer() {
        String question = "Wo ist der Bahnhof? ".repeat(200).strip();
        List<Site> sites = new ArrayList<>(List.of(Site.open()));
        int port = sites.getFirst().port();
        try (Visit visit = visit()) {
            Page page = visit.page();
            page.navigate(sites.getFirst().url("/#languages"));
            page.locator(".summary").waitFor();
            page.waitForResponse("**/infer", () -> page.locator("#input-text").fill(question));
            sites.removeFirst().close();
            assertThat(page.locator(".banner")).containsText("Connection lost", patientText());

            page.waitForResponse(
                    "**/infer",
                    new Page.WaitForResponseOptions().setTimeout(PATIENCE_MILLIS),
                    () -> sites.add(Site.at(port)));
            assertThat(page.locator("#input-text")).hasValue(question);
        } finally {
            sites.forEach(Site::close);
        }
    }

    @Test
    void aMixtureThatIsTakenAwayIsMissedWithTheServersReason() {
        try (Site site = Site.open();
                Visit visit = visit()) {
            Page page = visit.page();
            page.navigate(site.url("/#ads"));
            page.locator(".summary").waitFor();
            site.unload("ads");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Random"))
                    .click();

            assertThat(page.locator(".problem")).containsText("mixture 'ads' is not available: unloaded");
            assertThat(page.locator(".problem")).containsText("What stands below answers the question before.");

            site.load("ads");
            ask(page, "Random");
            assertThat(page.locator(".problem")).hasCount(0);
        }
    }

    @Test
    void theBarsMoveWhenSomebodyAsks() throws Exception {
        try (Visit visit = visit();
                HttpClient client = HttpClient.newHttpClient()) {
            Page page = open(visit, "/#ads");
            String busiest = "() => Math.max(...[...document.querySelectorAll('.live .bar rect:last-child')]"
                    + ".map(bar => Number(bar.getAttribute('width'))))";
            page.waitForFunction("() => document.querySelector('witan-live').rates.size > 0");

            for (int i = 0; i < 40; i++) {
                HttpRequest request = HttpRequest.newBuilder(URI.create(site().url("/v2/models/ads/infer")))
                        .POST(BodyPublishers.ofString(
                                "{\"inputs\":[{\"name\":\"age\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[44]}]}"))
                        .build();
                assertThat(client.send(request, BodyHandlers.discarding()).statusCode())
                        .isEqualTo(200);
            }

            page.waitForFunction("() => (" + busiest + ")() > 20");
            visit.requireNoComplaints();
        }
    }

    private static LocatorAssertions.ContainsTextOptions patientText() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MILLIS);
    }
}
