// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance;

import dev.witan.conformance.check.Case;

/// Is told how far a run has come.
@FunctionalInterface
public interface Progress {
    /// A case is about to run.
    ///
    /// @param done cases that have ended
    /// @param total cases in all
    /// @param next the case
    void progress(int done, int total, Case next);
}
