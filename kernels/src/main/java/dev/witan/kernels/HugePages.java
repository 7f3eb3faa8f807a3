// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Anonymous memory mapped from Linux with the advice to use huge pages, which spares large matrices most of their
/// address translation. For callers with the right to native access.
@SuppressWarnings("restricted") // NativeMemory asks first
final class HugePages {
    /// The size of a huge page, and the least size of a region that is worth one.
    static final long BYTES = 2L << 20;

    private static final int READ_WRITE = 3;
    private static final int PRIVATE_ANONYMOUS = 0x22;
    private static final int ADVICE_HUGE_PAGE = 14;

    private HugePages() {}

    static boolean available() {
        return System.getProperty("os.name", "").equals("Linux");
    }

    /// A region on huge-page boundaries that is unmapped when the arena closes, or an empty segment when the system
    /// refuses.
    static MemorySegment allocate(Arena arena, long bytes) {
        // One page more than needed, so that the region can start on a boundary.
        long length = Math.ceilDiv(bytes, BYTES) * BYTES + BYTES;
        long base = Calls.map(length);
        if (base == -1) {
            return MemorySegment.NULL;
        }
        long start = Math.ceilDiv(base, BYTES) * BYTES;
        Calls.advise(start, length - BYTES);
        return MemorySegment.ofAddress(start).reinterpret(bytes, arena, _ -> Calls.unmap(base, length));
    }

    /// The three system calls, linked when the first large matrix is allocated.
    private static final class Calls {
        private static final MethodHandle MAP = link(
                "mmap",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_LONG));
        private static final MethodHandle ADVISE = link(
                "madvise",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));
        private static final MethodHandle UNMAP = link(
                "munmap", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));

        private static MethodHandle link(String name, FunctionDescriptor type) {
            Linker linker = Linker.nativeLinker();
            return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type);
        }

        static long map(long length) {
            try {
                return (long) MAP.invokeExact(0L, length, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0L);
            } catch (Throwable e) {
                throw unexpected(e);
            }
        }

        /// The answer is of no interest: without huge pages the region works as well, only slower.
        static void advise(long start, long length) {
            try {
                int _ = (int) ADVISE.invokeExact(start, length, ADVICE_HUGE_PAGE);
            } catch (Throwable e) {
                throw unexpected(e);
            }
        }

        static void unmap(long base, long length) {
            int code;
            try {
                code = (int) UNMAP.invokeExact(base, length);
            } catch (Throwable e) {
                throw unexpected(e);
            }
            if (code != 0) {
                throw new IllegalStateException("munmap must return 0: " + code);
            }
        }

        private static AssertionError unexpected(Throwable e) {
            return new AssertionError("a system call must not throw", e);
        }
    }
}
