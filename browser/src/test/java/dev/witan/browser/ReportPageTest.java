// SPDX-License-Identifier: Apache-2.0
package dev.witan.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.ColorScheme;
import dev.witan.kernels.Kernels;
import dev.witan.model.load.LoadedMixture;
import dev.witan.model.load.ReleaseLoader;
import dev.witan.model.repository.MixtureRepository;
import dev.witan.report.evaluation.EvaluationPage;
import dev.witan.training.ads.AdsTraffic;
import dev.witan.training.data.Table;
import dev.witan.training.evaluation.EvaluationOptions;
import dev.witan.training.evaluation.Evaluator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The report of an evaluation, opened from the disk.
class ReportPageTest extends BrowserTest {
    @TempDir
    private static Path folder;

    private Path report;

    @BeforeAll
    void evaluate() throws IOException {
        MixtureRepository shipped = new MixtureRepository(Path.of("..", "mixtures"));
        Table rows = new AdsTraffic(2026).table(7, 1_500);
        try (LoadedMixture ads = new ReleaseLoader(Kernels.available().getFirst()).load(shipped.find("ads"))) {
            EvaluationOptions options =
                    new EvaluationOptions("clicked", EvaluationOptions.Depth.EXPERTS, List.of("device"), 1);
            String page = EvaluationPage.html(Evaluator.measure(ads.mixture(), rows, options), Optional.empty());
            report = Files.writeString(folder.resolve("report.html"), page);
        }
    }

    @ParameterizedTest
    @CsvSource({"LIGHT, 1280", "DARK, 390"})
    void opensWithoutAServerAndFitsItsWindow(ColorScheme scheme, int width) {
        try (Visit visit = visit(options -> options.setColorScheme(scheme).setViewportSize(width, 850))) {
            Page page = visit.page();
            List<String> asked = new CopyOnWriteArrayList<>();
            page.onRequest((Request request) -> asked.add(request.url()));
            page.navigate(report.toUri().toString());
            page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)");

            assertThat(asked)
                    .as("everything that was loaded")
                    .allMatch(url -> url.endsWith("/report.html") || url.equals("data:,"));
            assertThat(page.locator("figure svg[role=img]").count())
                    .isEqualTo(page.locator("figure table").count());
            assertThat(page.locator("figure svg[role=img]").count()).isGreaterThan(10);
            assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                    .as("fits a window of %d pixels", width)
                    .isTrue();
            visit.requireNoComplaints();
        }
    }
}
