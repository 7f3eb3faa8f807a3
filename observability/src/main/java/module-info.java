// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// What Witan tells about itself: metrics and their catalogue. No type of the metrics library shows in its API.
@NullMarked
module dev.witan.observability {
    requires static transitive org.jspecify;
    requires transitive dev.witan.engine;
    requires io.prometheus.metrics.config;
    requires io.prometheus.metrics.core;
    requires io.prometheus.metrics.model;
    requires io.prometheus.writer.text;
    requires java.management;

    exports dev.witan.observability;
}
