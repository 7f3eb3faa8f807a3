// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Where matrices get their memory, zeroed and 64-byte aligned, and how kernels see it.
final class NativeMemory {
    private static final long ALIGNMENT = 64;
    private static final boolean NATIVE_ACCESS = NativeMemory.class.getModule().isNativeAccessEnabled();

    /// All memory, so that a position is an address; empty without the right to native access.
    ///
    /// Kernels read and write through this one constant. To the compiler its kind, its bounds and its life are
    /// constants too; the checks of a matrix's own segment would stay in the innermost loops, and cost small
    /// products and row functions up to four times as much. Nothing then checks that a position is within a matrix
    /// and that the memory is still there: [Shapes] has to, before.
    static final MemorySegment EVERYWHERE = everywhere();

    private NativeMemory() {}

    @SuppressWarnings("restricted") // guarded by NATIVE_ACCESS
    private static MemorySegment everywhere() {
        return NATIVE_ACCESS ? MemorySegment.NULL.reinterpret(Long.MAX_VALUE) : MemorySegment.NULL;
    }

    /// Whether kernels may use addresses.
    static boolean isAccessible() {
        return NATIVE_ACCESS;
    }

    static MemorySegment allocate(Arena arena, long bytes) {
        if (NATIVE_ACCESS && bytes >= HugePages.BYTES && HugePages.available()) {
            MemorySegment huge = HugePages.allocate(arena, bytes);
            if (huge.byteSize() == bytes) {
                return huge;
            }
        }
        return arena.allocate(bytes, ALIGNMENT);
    }
}
