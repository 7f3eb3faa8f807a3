// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

/// How the scores of the chosen experts become weights.
///
/// @param renormalise whether the weights of a row are made to sum to one
/// @param scale what the weights are multiplied by
public record WeightConfig(Form form, boolean renormalise, double scale) {

    /// The softmax over the scores of the chosen.
    public static final WeightConfig DEFAULTS = new WeightConfig(Form.TOP_K_SOFTMAX, true, 1);

    public WeightConfig {
        ConfigLimits.requirePositive("scale", ConfigLimits.SCALE_MAX, scale);
    }

    /// The gating form.
    public enum Form {
        /// Choose, then the softmax over the chosen.
        TOP_K_SOFTMAX,
        /// The softmax over all, then choose.
        SOFTMAX_TOP_K,
        /// The sigmoid of each score.
        SIGMOID
    }
}
