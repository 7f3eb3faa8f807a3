// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.report;

/// How good one quantile is.
///
/// @param level probability that the target is below it
/// @param coverage the share of rows whose target is
/// @param pinball mean pinball loss, in the target's unit
public record LevelQuality(double level, double coverage, double pinball) {}
