// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.protocol;

/// The elements of one input tensor, read one after the other in the form in which they came. The datatype of the
/// tensor says which of the methods is asked.
interface TensorElements {
    /// How many elements of a fixed size there are.
    int fixedCount();

    /// Whether there is a further text.
    boolean hasMore();

    boolean bool();

    /// The next element of an integer type; the 64 bits of a UINT64 as they are.
    long integer();

    /// The next element of a floating-point type.
    double real();

    /// The next text.
    String text(int row);

    /// The next text as the bytes that it is.
    byte[] bytes(int row);
}
