// SPDX-License-Identifier: Apache-2.0
package dev.witan.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AppearanceTest extends BrowserTest {
    @ParameterizedTest
    @CsvSource({"LIGHT, 1280", "DARK, 1280", "LIGHT, 390", "DARK, 390"})
    void isReadableAndFitsItsWindow(ColorScheme scheme, int width) {
        try (Visit visit = visit(options -> options.setColorScheme(scheme).setViewportSize(width, 850))) {
            Page page = open(visit, "/#ads");
            page.getByText("All numbers").click();

            assertThat(faint(page)).as("text below 4.5:1, and signs below 3:1").isEmpty();
            assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                    .as("fits a window of %d pixels", width)
                    .isTrue();
            visit.requireNoComplaints();
        }
    }

    @Test
    void keepsTheChosenColours() {
        try (Visit visit = visit()) {
            Page page = open(visit, "/#ads");
            String light = background(page);
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Dark colours"))
                    .click();
            String dark = background(page);
            page.reload();
            page.locator(".summary").waitFor();

            assertThat(dark).isNotEqualTo(light);
            assertThat(background(page)).isEqualTo(dark);
            visit.requireNoComplaints();
        }
    }

    @Test
    void everyPartHasANameAndAPlace() {
        try (Visit visit = visit()) {
            Page page = open(visit, "/#ads");

            for (AriaRole role : List.of(AriaRole.BANNER, AriaRole.MAIN, AriaRole.NAVIGATION, AriaRole.CONTENTINFO)) {
                assertThat(page.getByRole(role).count()).as(role.toString()).isEqualTo(1);
            }
            assertThat((Integer) page.evaluate("[...document.querySelectorAll('input, select, textarea')]"
                            + ".filter(field => !field.labels?.length && !field.ariaLabel).length"))
                    .as("fields without a label")
                    .isZero();
            assertThat(page.locator("svg.routing").getAttribute("aria-label")).contains(" answered");
            assertThat(page.locator("[aria-live=polite]").count()).isEqualTo(2);
        }
    }

    private static String background(Page page) {
        return (String) page.evaluate("getComputedStyle(document.body).backgroundColor");
    }

    /// What a person with average eyes could not read.
    @SuppressWarnings("unchecked")
    static List<String> faint(Page page) {
        return (List<String>) page.evaluate(script("contrast.js"));
    }

    private static String script(String name) {
        try (InputStream stream = Objects.requireNonNull(AppearanceTest.class.getResourceAsStream(name))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
