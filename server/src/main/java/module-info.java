// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// The HTTP front of the engine.
@NullMarked
module dev.witan.server {
    requires static transitive org.jspecify;
    requires transitive dev.witan.engine;
    requires transitive dev.witan.observability;
    requires transitive dev.witan.model;
    requires org.eclipse.jetty.server;
    requires org.eclipse.jetty.compression.server;
    requires org.eclipse.jetty.compression.gzip;
    requires org.slf4j;
    requires tools.jackson.databind;
}
