// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/// Numbers in a list that grows, page by page. Owned by one thread.
final class Numbers {
    private static final int PAGE_BITS = 14;
    private static final int PAGE = 1 << PAGE_BITS;

    /// How wide a number is.
    enum Width {
        /// Whole numbers from 0 to 127.
        BYTE(1),
        INT(4),
        FLOAT(4),
        DOUBLE(8);

        private final int bytes;

        Width(int bytes) {
            this.bytes = bytes;
        }

        /// For whole numbers from 0 to `most`.
        static Width ofWhole(int most) {
            return most <= Byte.MAX_VALUE ? BYTE : INT;
        }
    }

    private final RowPages memory;
    private final Width width;
    private final List<MemorySegment> pages = new ArrayList<>();
    private int size;

    Numbers(RowPages memory, Width width) {
        this.memory = memory;
        this.width = width;
    }

    void add(double value) {
        if (size == pages.size() << PAGE_BITS) {
            pages.add(memory.page(PAGE * width.bytes));
        }
        set(size++, value);
    }

    private void set(int index, double value) {
        MemorySegment page = pages.get(index >>> PAGE_BITS);
        long at = (long) (index & PAGE - 1) * width.bytes;
        switch (width) {
            case BYTE -> page.set(ValueLayout.JAVA_BYTE, at, (byte) value);
            case INT -> page.set(ValueLayout.JAVA_INT_UNALIGNED, at, (int) value);
            case FLOAT -> page.set(ValueLayout.JAVA_FLOAT_UNALIGNED, at, (float) value);
            case DOUBLE -> page.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, at, value);
        }
    }

    double get(int index) {
        MemorySegment page = pages.get(index >>> PAGE_BITS);
        long at = (long) (index & PAGE - 1) * width.bytes;
        return switch (width) {
            case BYTE -> page.get(ValueLayout.JAVA_BYTE, at);
            case INT -> page.get(ValueLayout.JAVA_INT_UNALIGNED, at);
            case FLOAT -> page.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at);
            case DOUBLE -> page.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, at);
        };
    }

    int whole(int index) {
        return (int) get(index);
    }

    int size() {
        return size;
    }

    /// Drops the others.
    void keep(IntPredicate isKept) {
        keep(0, isKept);
    }

    /// Drops the others among those from `first` on.
    void keep(int first, IntPredicate isKept) {
        int kept = first;
        for (int i = first; i < size; i++) {
            if (isKept.test(i)) {
                if (kept != i) {
                    set(kept, get(i));
                }
                kept++;
            }
        }
        size = kept;
    }
}
