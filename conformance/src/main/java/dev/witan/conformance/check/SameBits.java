// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.check;

import com.google.protobuf.ByteString;
import dev.witan.conformance.tensor.Datatype;
import dev.witan.conformance.tensor.Tensor;

/// Whether tensors of two transports have the same elements. JSON may write a negative zero as zero.
final class SameBits {
    private SameBits() {}

    static boolean same(Tensor one, Tensor other) {
        if (one.type().family() != Datatype.Family.FLOAT) {
            return one.raw().equals(other.raw());
        }
        return one.raw().size() == other.raw().size()
                && positive(one.raw(), one.type().bytes())
                        .equals(positive(other.raw(), one.type().bytes()));
    }

    /// The elements, each negative zero made a positive one.
    private static ByteString positive(ByteString raw, int bytes) {
        byte[] elements = raw.toByteArray();
        for (int end = bytes; end <= elements.length; end += bytes) {
            boolean isZero = elements[end - 1] == (byte) 0x80;
            for (int i = end - bytes; i < end - 1; i++) {
                isZero &= elements[i] == 0;
            }
            if (isZero) {
                elements[end - 1] = 0;
            }
        }
        return ByteString.copyFrom(elements);
    }
}
