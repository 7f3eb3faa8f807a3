// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.network;

import dev.witan.kernels.FloatMatrix;

/// The noise in a batch's scores, `score = clean + draw * deviation`, and room for gradients that go by its parts
/// alone. A loss adds to these; the gate sets them to zero on its way forward.
///
/// @param clean scores without noise
/// @param deviations of the noise
/// @param draws normal numbers
/// @param cleanGradient of losses that are no functions of the noisy scores alone
/// @param deviationGradient of these
public record GateNoise(
        FloatMatrix clean,
        FloatMatrix deviations,
        FloatMatrix draws,
        FloatMatrix cleanGradient,
        FloatMatrix deviationGradient) {}
