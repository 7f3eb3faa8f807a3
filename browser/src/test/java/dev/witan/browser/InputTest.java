// SPDX-License-Identifier: Apache-2.0
package dev.witan.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.witan.browser.DecisionPageTest.ask;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class InputTest extends BrowserTest {
    @Test
    void theAddressHoldsTheQuestion() {
        try (Visit visit = visit()) {
            Page page = open(visit, "/#ads?age=33&vertical=travel");

            assertThat(page.locator("#input-age")).hasValue("33");
            assertThat(page.locator("#input-vertical")).hasValue("travel");
            assertThat(page.locator("#input-bid")).hasValue("");

            page.waitForResponse("**/infer", () -> page.locator("#input-age").fill("51"));
            assertThat(page).hasURL(Pattern.compile("#ads\\?vertical=travel&age=51$"));
        }
    }

    @Test
    void anEmptyFieldIsAMissingValue() {
        try (Visit visit = visit()) {
            Page page = open(visit, "/#ads?age=33&vertical=travel");

            Request request = page.waitForRequest(
                    "**/infer", () -> page.locator("#input-age").fill(""));

            assertThat(request.postData()).contains("travel").doesNotContain("age");
        }
    }

    @Test
    void valuesThatTrainingNeverSawAreAskedAsTheyAre() {
        try (Visit visit = visit()) {
            Page page = open(visit, "/#ads");
            String hostile = "\"><img src=x onerror=\"window.hacked=1\">";

            Response response = page.waitForResponse(
                    "**/infer", () -> page.locator("#input-advertiser").fill(hostile));

            assertThat(response.status()).isEqualTo(200);
            assertThat(page.evaluate("window.hacked ?? 'safe'")).isEqualTo("safe");
            visit.requireNoComplaints();
        }
    }

    @Test
    void whileSomebodyTypesOnlyTheLastQuestionCounts() {
        try (Visit visit = visit()) {
            Page page = open(visit, "/#ads");
            List<Route> held = new CopyOnWriteArrayList<>();
            page.route("**/infer", route -> {
                if (route.request().postData().contains("[101]")) {
                    held.add(route);
                } else {
                    route.resume();
                }
            });

            page.waitForRequest("**/infer", () -> page.locator("#input-age").fill("101"));
            page.waitForResponse("**/infer", () -> page.locator("#input-age").fill("18"));
            page.waitForFunction("() => !document.querySelector('witan-app').isAsking");
            assertThat(held).hasSize(1);
            held.getFirst().resume();
            Response last = ask(page, "Typical");

            assertThat(last.status()).isEqualTo(200);
            assertThat(page.locator("#input-age")).hasValue("36");
            visit.requireNoComplaints();
        }
    }

    @Test
    void theCommandAsksTheSameQuestion() throws IOException {
        try (Visit visit = visit(options -> options.setPermissions(List.of("clipboard-read", "clipboard-write")))) {
            Page page = open(visit, "/#ads?age=33&advertiser=" + "O%27Brien%20%24HOME");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Copy as curl"))
                    .click();
            assertThat(page.getByText("Copied.")).isVisible();

            String command = (String) page.evaluate("navigator.clipboard.readText()");

            List<String> words = words(command);
            assertThat(words)
                    .startsWith("-s", site().url("/v2/models/ads/infer"), "-H", "Content-Type: application/json", "-d");
            assertThat(words.getLast()).contains("[33]").contains("O'Brien $HOME");
            visit.requireNoComplaints();
        }
    }

    /// The arguments that a shell hands to curl.
    private static List<String> words(String command) throws IOException {
        Process shell = new ProcessBuilder("sh", "-c", "curl() { printf '%s\\n' \"$@\"; }; " + command).start();
        return new String(shell.getInputStream().readAllBytes(), UTF_8).lines().toList();
    }
}
