// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.onnx.graph;

/// What a tensor's elements are.
public enum ElementType {
    /// 32-bit numbers.
    FLOAT(1),
    /// 64-bit whole numbers.
    INT64(7);

    private final int code;

    ElementType(int code) {
        this.code = code;
    }

    /// As ONNX numbers its types.
    int code() {
        return code;
    }
}
