// SPDX-License-Identifier: Apache-2.0
package dev.witan.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LanguagesPageTest extends BrowserTest {
    private static final String QUESTION = "Wo ist der Bahnhof? Ich suche ihn schon lange.";

    @Test
    void answersWhileSomebodyTypes() {
        try (Visit visit = visit()) {
            Page page = open(visit, "/#languages");
            AtomicInteger asked = new AtomicInteger();
            page.onRequest(request -> asked.addAndGet(request.url().endsWith("/infer") ? 1 : 0));

            Locator text = page.locator("#input-text");
            text.fill("");
            assertThat(page.locator(".verdict")).hasCount(0);
            text.pressSequentially(QUESTION);

            assertThat(page.locator(".verdict strong")).hasText("German");
            assertThat(page.locator(".who")).containsText("answered");
            assertThat(page.locator(".row.chosen")).hasCount(2);
            assertThat(asked.get())
                    .as("questions asked for %d letters", QUESTION.length())
                    .isLessThan(QUESTION.length());
            visit.requireNoComplaints();
        }
    }

    @Test
    void saysWhatTheStrongestExpertIsFor() {
        try (Visit visit = visit()) {
            Page page = open(visit, "/#languages?text=" + "Wo%20ist%20der%20Bahnhof%3F");
            String strongest = page.locator(".who .expert").last().textContent();

            assertThat(page.locator(".known .expert")).hasText(strongest);
            assertThat(page.locator(".known")).containsText("Mostly ");
        }
    }

    @Test
    void everyExampleIsAnswered() {
        try (Visit visit = visit()) {
            Page page = open(visit, "/#languages");
            for (Locator example : page.locator(".examples button").all()) {
                Response response = page.waitForResponse("**/infer", example::click);
                assertThat(response.status()).as(example.textContent()).isEqualTo(200);
            }
            visit.requireNoComplaints();
        }
    }

    @Test
    void aTextRunsInItsOwnDirection() {
        try (Visit visit = visit()) {
            Page page = open(visit, "/#languages");
            page.locator("#input-text").fill("أين تقع محطة القطار من فضلك؟");

            assertThat((Boolean) page.evaluate("document.querySelector('#input-text').matches(':dir(rtl)')"))
                    .isTrue();
            assertThat(page.locator(".verdict strong")).hasText("Arabic");
        }
    }
}
