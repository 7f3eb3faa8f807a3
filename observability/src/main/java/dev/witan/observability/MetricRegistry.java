// SPDX-License-Identifier: Apache-2.0
package dev.witan.observability;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/// Makes instruments from their declarations and prints them all; the only class that knows how the metrics library
/// is set up. Thread-safe.
final class MetricRegistry {
    private static final int SCRAPE_BYTES = 16_384;

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

    Counter counter(Metric metric) {
        return Counter.builder()
                .name(metric.name())
                .help(metric.meaning())
                .labelNames(labels(metric))
                .register(registry);
    }

    Histogram histogram(Metric metric) {
        return Histogram.builder()
                .name(metric.name())
                .help(metric.meaning())
                .labelNames(labels(metric))
                .classicOnly()
                .classicUpperBounds(metric.upperBounds())
                .register(registry);
    }

    Info info(Metric metric) {
        return Info.builder()
                .name(metric.name())
                .help(metric.meaning())
                .labelNames(labels(metric))
                .register(registry);
    }

    /// @param read asked at every scrape
    void gauge(Metric metric, Consumer<GaugeWithCallback.Callback> read) {
        GaugeWithCallback.builder()
                .name(metric.name())
                .help(metric.meaning())
                .labelNames(labels(metric))
                .callback(read)
                .register(registry);
    }

    /// @param read asked at every scrape
    void counter(Metric metric, Consumer<CounterWithCallback.Callback> read) {
        CounterWithCallback.builder()
                .name(metric.name())
                .help(metric.meaning())
                .labelNames(labels(metric))
                .callback(read)
                .register(registry);
    }

    private static String[] labels(Metric metric) {
        return metric.labels().toArray(String[]::new);
    }

    String contentType() {
        return writer.getContentType();
    }

    byte[] scrape() {
        ByteArrayOutputStream text = new ByteArrayOutputStream(SCRAPE_BYTES);
        try {
            writer.write(text, registry.scrape(), EscapingScheme.DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array cannot fail to be written", e);
        }
        return text.toByteArray();
    }
}
