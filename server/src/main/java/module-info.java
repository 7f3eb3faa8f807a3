// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// The HTTP front of the engine.
@NullMarked
module dev.witan.server {
    requires static transitive org.jspecify;
    requires transitive dev.witan.engine;
    requires transitive dev.witan.observability;
    requires transitive dev.witan.model;
}
