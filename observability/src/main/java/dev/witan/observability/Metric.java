// SPDX-License-Identifier: Apache-2.0
package dev.witan.observability;

import java.util.List;
import java.util.Objects;

/// One metric as it is declared, before anything is measured.
///
/// @param name the name in a scrape, unit and `_total` or `_info` included
/// @param unit what one step of the value is; `""` for a bare fact
/// @param labels the label names, in order
/// @param meaning one sentence for the person who reads a dashboard
/// @param buckets upper bounds, for a histogram; else empty
public record Metric(String name, Kind kind, String unit, List<String> labels, String meaning, List<Double> buckets) {
    public Metric {
        Objects.requireNonNull(name);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(unit);
        Objects.requireNonNull(meaning);
        labels = List.copyOf(labels);
        buckets = List.copyOf(buckets);
        if ((kind == Kind.HISTOGRAM) == buckets.isEmpty()) {
            throw new IllegalArgumentException("a histogram, and nothing else, has buckets: " + name + " " + buckets);
        }
    }

    public enum Kind {
        COUNTER,
        GAUGE,
        HISTOGRAM,
        INFO
    }

    static Metric counter(String name, String unit, List<String> labels, String meaning) {
        return new Metric(name, Kind.COUNTER, unit, labels, meaning, List.of());
    }

    static Metric gauge(String name, String unit, List<String> labels, String meaning) {
        return new Metric(name, Kind.GAUGE, unit, labels, meaning, List.of());
    }

    static Metric info(String name, List<String> labels, String meaning) {
        return new Metric(name, Kind.INFO, "", labels, meaning, List.of());
    }

    static Metric histogram(String name, String unit, List<String> labels, String meaning, List<Double> buckets) {
        return new Metric(name, Kind.HISTOGRAM, unit, labels, meaning, buckets);
    }

    double[] upperBounds() {
        return buckets.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
