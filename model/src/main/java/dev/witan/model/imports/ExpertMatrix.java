// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.imports;

/// Weights of many experts in one tensor.
interface ExpertMatrix {
    /// Of the tensor.
    String name();

    /// The weight of an input in an output.
    float at(int expert, int input, int output);
}
