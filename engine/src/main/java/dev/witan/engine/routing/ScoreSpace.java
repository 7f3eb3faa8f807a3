// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import dev.witan.kernels.Kernels;

/// The scale on which experts are compared, and on which every bias is meant.
enum ScoreSpace {
    /// The gate's own scores.
    LOGIT,
    /// Their logistic function, between 0 and 1.
    SIGMOID;

    float of(Kernels kernels, float logit) {
        return this == LOGIT ? logit : sigmoid(kernels, logit);
    }

    static float sigmoid(Kernels kernels, float logit) {
        return 1f / (1f + kernels.exp(-logit));
    }
}
