// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// Live control of routing: what persons steer, with a log that outlives the process, how load biases selection,
/// and how budgets price it. Start reading at `Steering`.
@NullMarked
module dev.witan.steering {
    requires static transitive org.jspecify;
    requires transitive dev.witan.engine;
    requires transitive dev.witan.scaling;
    requires tools.jackson.databind;

    exports dev.witan.steering;
}
