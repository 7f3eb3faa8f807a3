// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// The data plane: it takes a request through gate, routing, dispatch, experts and combination to a response.
@NullMarked
module dev.witan.engine {
    requires static transitive org.jspecify;
    requires transitive dev.witan.kernels;
}
