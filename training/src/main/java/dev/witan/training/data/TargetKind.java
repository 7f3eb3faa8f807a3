// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

/// What a mixture is to predict.
public enum TargetKind {
    /// One of two classes.
    BINARY,
    /// One of several classes.
    MULTI_CLASS,
    /// A number.
    REGRESSION
}
