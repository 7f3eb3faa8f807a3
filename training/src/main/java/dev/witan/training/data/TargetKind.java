// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

/// What a mixture is to predict.
public enum TargetKind {
    /// One of two classes.
    BINARY,
    /// One of several classes.
    MULTI_CLASS,
    /// Any number of labels at once.
    MULTI_LABEL,
    /// A number.
    REGRESSION,
    /// Numbers below which the target lies with given probabilities.
    QUANTILE,
    /// Several targets, each of one of the other kinds.
    MULTI_TASK
}
