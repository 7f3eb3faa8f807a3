// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks.libtorch;

/// How both sides learn.
///
/// @param batchRows rows of a step
/// @param rate of learning, the same in every step
/// @param weightDecay of weights; biases have none
/// @param balanceLoss coefficient of the Switch Transformer's loss
/// @param scoreLoss coefficient of the z-loss
record Learning(int batchRows, double rate, double weightDecay, double balanceLoss, double scoreLoss) {}
