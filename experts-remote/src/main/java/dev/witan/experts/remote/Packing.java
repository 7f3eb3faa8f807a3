// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

/// When what is sent is compressed with gzip.
///
/// @param aboveBytes what is longer is; `Integer.MAX_VALUE` for never
public record Packing(int aboveBytes) {
    /// Nothing is compressed.
    public static final Packing NONE = new Packing(Integer.MAX_VALUE);

    public Packing {
        if (aboveBytes < 0) {
            throw new IllegalArgumentException("compressAbove must not be negative: " + aboveBytes);
        }
    }

    boolean packs(int bytes) {
        return bytes > aboveBytes;
    }
}
