// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Where matrices get their memory: zeroed, 64-byte aligned, and always the same kind of segment.
///
/// One kind matters: kernels that have met heap or mapped segments beside native ones run several times slower.
final class NativeMemory {
    private static final long ALIGNMENT = 64;

    private NativeMemory() {}

    static MemorySegment allocate(Arena arena, long bytes) {
        if (bytes >= HugePages.BYTES && HugePages.usable()) {
            MemorySegment huge = HugePages.allocate(arena, bytes);
            if (huge.byteSize() == bytes) {
                return huge;
            }
        }
        return arena.allocate(bytes, ALIGNMENT);
    }
}
