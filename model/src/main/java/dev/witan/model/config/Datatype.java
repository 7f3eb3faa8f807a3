// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

/// The type of a named input column, with the names of the Open Inference Protocol.
public enum Datatype {
    BOOL,
    INT8,
    INT16,
    INT32,
    INT64,
    UINT8,
    UINT16,
    UINT32,
    UINT64,
    FP32,
    FP64,
    BYTES;

    /// Whether values of the type can be standardised and binned.
    public boolean isNumeric() {
        return this != BOOL && this != BYTES;
    }

    /// Whether values of the type can name a category: fractions cannot.
    public boolean isCategorical() {
        return this != FP32 && this != FP64;
    }
}
