// SPDX-License-Identifier: Apache-2.0
package dev.witan.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MetricsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "metrics.md");

    @Test
    void theCommittedPageSaysWhatTheCatalogueSays() throws IOException {
        if ("write".equals(System.getProperty("witan.docs"))) {
            Files.writeString(PAGE, MetricsPage.markdown());
        }

        assertThat(Files.readString(PAGE)).isEqualTo(MetricsPage.markdown());
    }

    @Test
    void everyNameIsDeclaredOnceAndFollowsTheRules() {
        assertThat(MetricCatalog.all()).extracting(Metric::name).doesNotHaveDuplicates();
        assertThat(MetricCatalog.all()).allSatisfy(metric -> {
            assertThat(metric.name()).matches("[a-z][a-z_]*");
            assertThat(metric.name().endsWith("_total")).isEqualTo(metric.kind() == Metric.Kind.COUNTER);
            assertThat(metric.name().endsWith("_info")).isEqualTo(metric.kind() == Metric.Kind.INFO);
            assertThat(metric.meaning()).endsWith(".");
        });
    }
}
