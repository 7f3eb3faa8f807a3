// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

/// What the gate knows before its training.
public enum GateStart {
    /// Nothing: small random weights.
    RANDOM,

    /// Which classes have texts that look alike: see [LikeClasses]. Needs a linear gate, several classes and a column
    /// of texts.
    LIKE_CLASSES,

    /// In which parts of the rows the label depends on the inputs in a way of its own, if the table shows any: see
    /// [dev.witan.training.regimes.Regimes]. Of linear gates over networks; others start at random.
    REGIMES
}
