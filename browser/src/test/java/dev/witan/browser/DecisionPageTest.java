// SPDX-License-Identifier: Apache-2.0
package dev.witan.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class DecisionPageTest extends BrowserTest {
    @Test
    void saysWhichExpertsAnsweredAndHowMuchEachCounted() {
        try (Visit visit = visit()) {
            Page page = open(visit, "/#ads");
            Response response = ask(page, "Random");
            JsonObject row = decision(response).getAsJsonArray("rows").get(0).getAsJsonObject();
            JsonArray chosen = row.getAsJsonArray("chosen");
            JsonObject first = chosen.get(0).getAsJsonObject();
            JsonObject second = chosen.get(1).getAsJsonObject();

            String summary = page.locator(".summary .who").innerText();

            JsonObject main = weight(first) >= weight(second) ? first : second;
            assertThat(plain(summary))
                    .startsWith("%s and %s answered; %s carried %s."
                            .formatted(name(first), name(second), name(main), percent(weight(main))));
            visit.requireNoComplaints();
        }
    }

    @Test
    void showsEveryExpertPassedOverWithTheServersReason() {
        try (Visit visit = visit()) {
            Page page = open(visit, "/#ads");
            Response response = ask(page, "Random");
            JsonObject row = decision(response).getAsJsonArray("rows").get(0).getAsJsonObject();
            List<String> expected = new ArrayList<>();
            row.getAsJsonArray("passed_over")
                    .forEach(passed -> expected.add(name(passed.getAsJsonObject()) + " "
                            + passed.getAsJsonObject().get("reason").getAsString()));

            assertThat(page.locator(".row.passed")).hasCount(expected.size());
            List<String> shown = new ArrayList<>();
            for (int i = 0; i < expected.size(); i++) {
                shown.add(page.locator(".row.passed .name").nth(i).textContent() + " "
                        + page.locator(".row.passed .words").nth(i).textContent());
            }
            assertThat(shown).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void anotherInputChangesAnswerAndPicture() {
        try (Visit visit = visit()) {
            Page page = open(visit, "/#ads?age=24&vertical=games");
            String before = picture(page);
            ask(page, "Typical");
            assertThat(page.locator("#input-vertical")).hasValue("fashion");
            assertThat(picture(page)).isNotEqualTo(before);
            visit.requireNoComplaints();
        }
    }

    /// Presses a button of the examples and waits until its answer is shown.
    static Response ask(Page page, String button) {
        Response response = page.waitForResponse(
                "**/infer",
                () -> page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button))
                        .click());
        response.finished();
        page.waitForFunction("() => !document.querySelector('witan-app').isAsking");
        return response;
    }

    static JsonObject decision(Response response) {
        return JsonParser.parseString(response.text())
                .getAsJsonObject()
                .getAsJsonObject("parameters")
                .getAsJsonObject("decision");
    }

    private static String name(JsonObject expert) {
        return expert.get("expert").getAsString();
    }

    private static double weight(JsonObject expert) {
        return expert.get("weight").getAsDouble();
    }

    private static String picture(Page page) {
        return page.locator("svg.routing").innerHTML();
    }

    /// Narrow spaces as plain ones.
    static String plain(String text) {
        return text.replace('\u202f', ' ').replaceAll("\\s+", " ").strip();
    }

    static String percent(double share) {
        if (share > 0.9995 && share < 1) {
            return "> 99.9 %";
        }
        return String.format(Locale.ROOT, share >= 0.985 && share < 1 ? "%.1f %%" : "%.0f %%", share * 100);
    }
}
