// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks.layer;

/// The sizes of a layer under measurement.
///
/// @param isGated SwiGLU without biases, or else two layers with biases and ReLU between them
record Shape(String name, int width, int hidden, int experts, int fanOut, boolean isGated) {
    static final Shape TABULAR = new Shape("tabular", 64, 128, 8, 2, false);
    static final Shape OLMOE = new Shape("OLMoE", 2048, 1024, 64, 8, true);

    private int matrices() {
        return isGated ? 3 : 2;
    }

    /// The floating point operations of one row in one expert.
    double operations() {
        return 2.0 * matrices() * width * hidden;
    }

    /// The bytes of the weights of one expert.
    double bytes() {
        return (double) Float.BYTES * matrices() * width * hidden;
    }
}
