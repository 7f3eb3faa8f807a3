// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.imports;

import dev.witan.engine.error.WitanException;
import dev.witan.model.safetensors.Tensor;
import dev.witan.model.safetensors.TensorType;

/// Weights in four bits (MXFP4): experts, outputs, and blocks of 32 inputs, two to a byte, the first in the lower half.
/// A
/// block has one scale, a power of two.
///
/// @param scales the exponents, 127 too high
record FourBitMatrix(Tensor blocks, Tensor scales) implements ExpertMatrix {
    static final int BLOCK = 32;

    private static final int EXPONENT_BIAS = 127;
    private static final int SIGN = 0x8;
    private static final float[] MAGNITUDES = {0f, 0.5f, 1f, 1.5f, 2f, 3f, 4f, 6f};

    FourBitMatrix {
        requireBytes(blocks);
        requireBytes(scales);
    }

    private static void requireBytes(Tensor tensor) {
        if (tensor.type() != TensorType.U8) {
            throw WitanException.invalidInput("tensor '%s' must hold U8: %s".formatted(tensor.name(), tensor.type()));
        }
    }

    @Override
    public String name() {
        return blocks.name();
    }

    @Override
    public float at(int expert, int input, int output) {
        long row = expert * blocks.shape().get(1) + output;
        long block = row * blocks.shape().get(2) + input / BLOCK;
        int pair = (int) blocks.valueAt(block * (BLOCK / 2) + input % BLOCK / 2);
        int bits = input % 2 == 0 ? pair & 0xF : pair >> 4;
        float magnitude = Math.scalb(MAGNITUDES[bits & 0x7], (int) scales.valueAt(block) - EXPONENT_BIAS);
        return (bits & SIGN) == 0 ? magnitude : -magnitude;
    }
}
