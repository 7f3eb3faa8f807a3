// SPDX-License-Identifier: Apache-2.0
package dev.witan.observability;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.stream.Collectors;

/// The documentation page of the metrics, made from the catalogue.
public final class MetricsPage {
    private MetricsPage() {}

    /// The page as Markdown.
    public static String markdown() {
        return """
                # Metrics

                `GET /metrics` prints these in the Prometheus text format. This page is made from `MetricCatalog`; to change
                it, change the catalogue and run `mvn -pl observability -am test -Dtest=MetricsPageTest -Dwitan.docs=write
                -Dsurefire.failIfNoSpecifiedTests=false`.

                Every series is there from the start, at zero. Labels are bounded: `mixture` and `expert` by what the server
                hosts, `tenant` by the budgets of configurations, where `*` is everybody without one, `outcome` and `code` by
                fixed lists. No label holds anything that a caller sent.

                """ + table() + "\n## Buckets\n\n" + buckets();
    }

    private static String table() {
        String rows = MetricCatalog.all().stream().map(MetricsPage::row).collect(Collectors.joining("\n"));
        return "| metric | kind | unit | labels | meaning |\n|---|---|---|---|---|\n" + rows + "\n";
    }

    private static String row(Metric metric) {
        String labels = metric.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", "));
        String kind = metric.kind().name().toLowerCase(Locale.ROOT);
        return "| `%s` | %s | %s | %s | %s |".formatted(metric.name(), kind, metric.unit(), labels, metric.meaning());
    }

    private static String buckets() {
        return MetricCatalog.all().stream()
                .filter(metric -> metric.kind() == Metric.Kind.HISTOGRAM)
                .map(metric -> "- `" + metric.name() + "`: " + bounds(metric) + "\n")
                .collect(Collectors.joining());
    }

    private static String bounds(Metric metric) {
        return metric.buckets().stream().map(MetricsPage::plain).collect(Collectors.joining(", "));
    }

    private static String plain(double bound) {
        return BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
    }
}
