// SPDX-License-Identifier: Apache-2.0
package dev.witan.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Answers that are several labels, quantiles, or those of several tasks, and experts that answer always.
class AnswerKindsTest extends BrowserTest {
    @TempDir
    private static Path folder;

    @Override
    Site openSite() {
        MadeMixtures.publish(folder);
        return Site.of(folder);
    }

    @Test
    void everyLabelHasAChipAndThoseThatHoldAreTheAnswer() {
        try (Visit visit = visit()) {
            Page page = open(visit, "/#labels");
            JsonArray likely = output(DecisionPageTest.ask(page, "Random"), "probabilities")
                    .getAsJsonArray("data");
            List<String> held = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                if (likely.get(i).getAsDouble() >= 0.5) {
                    held.add(List.of("red", "big").get(i));
                }
            }

            assertThat(page.locator(".labels li")).hasCount(2);
            assertThat(page.locator(".labels .holds")).hasCount(held.size());
            assertThat(page.locator(".verdict strong"))
                    .hasText(held.isEmpty() ? "none of them" : String.join(", ", held));
            assertThat(page.locator(".verdict .target")).hasText("red, big");
            visit.requireNoComplaints();
        }
    }

    @Test
    void quantilesAreDrawnAroundTheMiddleOne() {
        try (Visit visit = visit()) {
            Page page = open(visit, "/#quantiles");
            JsonArray quantiles =
                    output(DecisionPageTest.ask(page, "Random"), "quantiles").getAsJsonArray("data");

            assertThat(page.locator(".quantiles dt")).hasText(new String[] {"p10", "p50", "p90"});
            assertThat(page.locator(".quantiles .band")).hasCount(1);
            assertThat(page.locator(".quantiles .median")).hasCount(1);
            assertThat(number(page.locator(".verdict strong").textContent()))
                    .isCloseTo(quantiles.get(1).getAsDouble(), within(1e-3));
            assertThat(DecisionPageTest.plain(page.locator(".quantiles p").textContent()))
                    .startsWith("80 % of such cases lie between ");
            visit.requireNoComplaints();
        }
    }

    @Test
    void everyTaskHasItsAnswerAndItsDecision() {
        try (Visit visit = visit()) {
            Page page = open(visit, "/#tasks");
            Response response = DecisionPageTest.ask(page, "Random");
            String shade = output(response, "shade.label")
                    .getAsJsonArray("data")
                    .get(0)
                    .getAsString();

            assertThat(page.locator(".answer .task .target")).hasText(new String[] {"shade", "size"});
            assertThat(page.locator(".answer .task strong").first()).hasText(shade);
            assertThat(page.locator("witan-decision")).hasCount(2);
            JsonArray rows = DecisionPageTest.decision(response).getAsJsonArray("rows");
            for (int task = 0; task < 2; task++) {
                JsonObject row = rows.get(task).getAsJsonObject();
                List<String> chosen = new ArrayList<>();
                row.getAsJsonArray("chosen")
                        .forEach(one ->
                                chosen.add(one.getAsJsonObject().get("expert").getAsString()));
                List<String> shown =
                        page.locator("witan-decision").nth(task).locator("tbody th").allTextContents().stream()
                                .map(String::strip)
                                .toList();
                assertThat(shown).startsWith(chosen.toArray(String[]::new));
            }
            assertThat(page.locator("witan-decision").first()).containsText("it is another task's own");
            visit.requireNoComplaints();
        }
    }

    @Test
    void anExpertThatAnswersAlwaysIsNotSaidToBeRanked() {
        try (Visit visit = visit()) {
            Page page = open(visit, "/#shared");

            assertThat(page.locator(".reason")).containsText("common answers always.");
            assertThat(page.locator(".intro"))
                    .containsText("A gate scores three experts for every input; only the best"
                            + " two answer; one more answers always");
            assertThat(page.locator(".cut-words")).hasText("Only the best two answer. Passed over:");
            visit.requireNoComplaints();
        }
    }

    @ParameterizedTest
    @CsvSource({"labels, LIGHT, 1280", "quantiles, DARK, 390", "tasks, LIGHT, 390", "tasks, DARK, 1280"})
    void isReadableAndFitsItsWindow(String mixture, ColorScheme scheme, int width) {
        try (Visit visit = visit(options -> options.setColorScheme(scheme).setViewportSize(width, 850))) {
            Page page = open(visit, "/#" + mixture);

            assertThat(AppearanceTest.faint(page))
                    .as("text below 4.5:1, and signs below 3:1")
                    .isEmpty();
            assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                    .isTrue();
            assertThat((Integer) page.evaluate("(all => all.length - new Set(all).size)"
                            + "([...document.querySelectorAll('[id]')].map(element => element.id))"))
                    .as("ids that occur again")
                    .isZero();
        }
    }

    private static JsonObject output(Response response, String name) {
        for (JsonElement output :
                JsonParser.parseString(response.text()).getAsJsonObject().getAsJsonArray("outputs")) {
            if (output.getAsJsonObject().get("name").getAsString().equals(name)) {
                return output.getAsJsonObject();
            }
        }
        throw new AssertionError("no output " + name);
    }

    private static double number(String shown) {
        return Double.parseDouble(shown.replace('\u2212', '-'));
    }
}
