// SPDX-License-Identifier: Apache-2.0
package dev.witan.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The report of an evaluation, opened from the disk, for every kind of target.
class ReportPageTest extends BrowserTest {
    /// Texts of plots that stand out of their plot by more than a pixel.
    private static final String CUT_OFF = """
            [...document.querySelectorAll('figure svg text')]
                .filter(text => {
                    const inner = text.getBoundingClientRect();
                    const outer = text.closest('svg').getBoundingClientRect();
                    return inner.left < outer.left - 1 || inner.right > outer.right + 1
                        || inner.top < outer.top - 1 || inner.bottom > outer.bottom + 1;
                })
                .map(text => text.closest('svg').getAttribute('aria-label') + ': ' + text.textContent)
            """;

    /// Texts of a plot that run into one another; those of maps stand at an angle.
    private static final String OVERLAPPING = """
            [...document.querySelectorAll('figure svg:not(.map)')].flatMap(svg => {
                const texts = [...svg.querySelectorAll('text')];
                const box = text => text.getBoundingClientRect();
                const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
                    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;
                return texts.flatMap((one, i) => texts.slice(i + 1)
                    .filter(other => meet(box(one), box(other)))
                    .map(other => svg.getAttribute('aria-label') + ': ' + one.textContent + ' / ' + other.textContent));
            })
            """;

    @TempDir
    private static Path folder;

    @ParameterizedTest
    @EnumSource
    void opensWithoutAServerAndFitsItsWindow(Reports kind) throws IOException {
        Path report = Files.writeString(folder.resolve(kind + ".html"), kind.html());
        open(report, ColorScheme.LIGHT, 1280);
        open(report, ColorScheme.DARK, 390);
    }

    private void open(Path report, ColorScheme scheme, int width) {
        try (Visit visit = visit(options -> options.setColorScheme(scheme).setViewportSize(width, 850))) {
            Page page = visit.page();
            List<String> asked = new CopyOnWriteArrayList<>();
            page.onRequest((Request request) -> asked.add(request.url()));
            page.navigate(report.toUri().toString());
            page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)");

            assertThat(asked)
                    .as("everything that was loaded")
                    .allMatch(url -> url.endsWith("/" + report.getFileName()) || url.equals("data:,"));
            assertThat(page.locator("figure svg[role=img]").count())
                    .isEqualTo(page.locator("figure table").count());
            assertThat(page.locator("figure svg[role=img]").count()).isGreaterThan(7);
            assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                    .as("fits a window of %d pixels", width)
                    .isTrue();
            assertThat((List<?>) page.evaluate(CUT_OFF))
                    .as("texts that are cut off")
                    .isEmpty();
            assertThat((List<?>) page.evaluate(OVERLAPPING))
                    .as("texts that run into one another")
                    .isEmpty();
            visit.requireNoComplaints();
        }
    }
}
