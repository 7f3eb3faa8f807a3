// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.combine;

/// How much of its routing plan a combined row rests on.
public enum Coverage {
    /// Every chosen expert answered.
    COMPLETE,
    /// Some did; their weights were renormalised, and the answer is degraded.
    PARTIAL,
    /// None did; there is no answer.
    NONE,
    /// They did, but the sum is not a finite number; there is no answer.
    NOT_FINITE
}
