// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Where matrices get their memory, zeroed and 64-byte aligned, and how kernels see it.
final class NativeMemory {
    private static final long ALIGNMENT = 64;
    private static final boolean NATIVE_ACCESS = NativeMemory.class.getModule().isNativeAccessEnabled();

    private NativeMemory() {}

    static MemorySegment allocate(Arena arena, long bytes) {
        if (NATIVE_ACCESS && bytes >= HugePages.BYTES && HugePages.available()) {
            MemorySegment huge = HugePages.allocate(arena, bytes);
            if (huge.byteSize() == bytes) {
                return huge;
            }
        }
        return arena.allocate(bytes, ALIGNMENT);
    }

    /// The same memory without its arena.
    ///
    /// Kernels see one kind of segment only, whatever the arena: compiled code that meets a second kind is thrown
    /// away or gets several times slower. Nothing then checks that the memory is still there, so that callers have
    /// to. Without the right to native access it is the segment itself.
    @SuppressWarnings("restricted") // guarded by NATIVE_ACCESS
    static MemorySegment view(MemorySegment segment) {
        return NATIVE_ACCESS ? MemorySegment.ofAddress(segment.address()).reinterpret(segment.byteSize()) : segment;
    }
}
