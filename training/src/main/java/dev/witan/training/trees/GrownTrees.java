// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.trees;

import dev.witan.engine.expert.Forest;

/// What was grown.
///
/// @param forest over encoded rows; it gives a logit, a logit for each class, or a standardised number
/// @param rounds in which it was grown
public record GrownTrees(Forest forest, int rounds) {}
