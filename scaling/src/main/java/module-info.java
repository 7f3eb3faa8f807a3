// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// Decisions about means: a snapshot of what was spent goes in, a plan comes out. Nothing here knows of threads, clocks
/// or servers.
@NullMarked
module dev.witan.scaling {
    requires static transitive org.jspecify;

    exports dev.witan.scaling.budget;
}
