// SPDX-License-Identifier: Apache-2.0
package dev.witan.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;

class KeyboardTest extends BrowserTest {
    private static final int STOPS_MAX = 80;

    @Test
    void everythingCanBeDoneWithoutAMouse() {
        try (Visit visit = visit()) {
            Page page = open(visit, "/#ads");

            page.keyboard().press("Tab");
            assertThat(focused(page)).isEqualTo("Skip to the answer");
            page.keyboard().press("Enter");
            assertThat((String) page.evaluate("document.activeElement.id")).isEqualTo("answer");

            tabTo(page, "All numbers");
            page.keyboard().press("Enter");
            assertThat(page.locator("table")).isVisible();

            page.reload();
            page.locator(".summary").waitFor();
            tabTo(page, "Typical");
            page.keyboard().press("Enter");
            assertThat(page.locator("#input-vertical")).hasValue("fashion");

            tabTo(page, "position, slider");
            String before = page.locator("#input-position").inputValue();
            page.waitForResponse("**/infer", () -> page.keyboard().press("ArrowRight"));
            assertThat(page.locator("#input-position")).not().hasValue(before);

            tabTo(page, "Copy as curl");
            visit.requireNoComplaints();
        }
    }

    /// Goes on with the tabulator until the element of that name has the focus, which is to be seen at every stop.
    private static void tabTo(Page page, String name) {
        for (int stop = 0; stop < STOPS_MAX; stop++) {
            page.keyboard().press("Tab");
            assertThat((Boolean) page.evaluate("getComputedStyle(document.activeElement).outlineStyle !== 'none'"))
                    .as("focus is to be seen at '%s'", focused(page))
                    .isTrue();
            if (focused(page).equals(name)) {
                return;
            }
        }
        throw new AssertionError("the tabulator must reach '%s': it does not".formatted(name));
    }

    private static String focused(Page page) {
        return (String)
                page.evaluate("(document.activeElement.ariaLabel || document.activeElement.labels?.[0]?.textContent"
                        + " || document.activeElement.textContent).trim()");
    }
}
