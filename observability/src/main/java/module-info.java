// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// What Witan tells about itself: metrics and their catalogue.
@NullMarked
module dev.witan.observability {
    requires static transitive org.jspecify;
    requires transitive dev.witan.engine;
    requires io.opentelemetry.api;
    requires io.opentelemetry.sdk.metrics;
    requires io.opentelemetry.exporter.prometheus;
    requires io.prometheus.metrics.model;
    requires io.prometheus.writer.text;
}
