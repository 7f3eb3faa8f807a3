// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.training.data.Target;
import dev.witan.training.features.Features;

/// What an expert that is not learned with the others may be fitted to.
///
/// @param features encodes the rows of the table, with embeddings as they are before training
/// @param target the labels of all rows
/// @param mean to be taken off a number before it is predicted; 0 for classes
/// @param deviation to divide it by then; 1 for classes
/// @param training rows to learn from, in ascending order
/// @param validation rows to stop by, in ascending order
/// @param outputs how many numbers the expert gives for a row
/// @param seed of every random choice
@SuppressWarnings("ArrayRecordComponent") // handed on once, and never compared
public record Lessons(
        Features features,
        Target target,
        double mean,
        double deviation,
        int[] training,
        int[] validation,
        int outputs,
        long seed) {}
