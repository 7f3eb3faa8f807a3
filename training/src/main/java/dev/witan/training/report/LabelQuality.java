// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.report;

/// How well one of several labels is told.
///
/// @param held rows for which it holds
/// @param auc probability that one of these scores above one of the others; not a number where it holds for all or none
/// @param f1 of telling that it holds
public record LabelQuality(String label, int held, double auc, double f1) {}
