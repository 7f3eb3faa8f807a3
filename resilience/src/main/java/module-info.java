// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// Wrappers round gates and experts: caches for routing, expert outputs and answers. Start reading at
/// `MixtureCaches`.
@NullMarked
module dev.witan.resilience {
    requires static transitive org.jspecify;
    requires transitive dev.witan.engine;
    requires com.github.benmanes.caffeine;

    exports dev.witan.resilience;
}
