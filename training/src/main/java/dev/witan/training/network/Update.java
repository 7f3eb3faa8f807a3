// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.network;

/// A share of the optimizer's work on one batch: different ones touch different numbers, so they may run at once.
@FunctionalInterface
public interface Update {
    /// Does it.
    ///
    /// @param step counted from 1
    void apply(Adam adam, int step, float learningRate);
}
