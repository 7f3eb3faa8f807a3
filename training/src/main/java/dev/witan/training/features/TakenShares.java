// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.features;

/// How much of its input training takes away at random.
///
/// @param values share of the values
/// @param grams share of the grams of a text that stays
public record TakenShares(double values, double grams) {}
