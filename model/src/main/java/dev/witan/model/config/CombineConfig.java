// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

/// How the outputs of the chosen experts become one.
public enum CombineConfig {
    /// The sum of outputs times routing weights.
    WEIGHTED_SUM
}
