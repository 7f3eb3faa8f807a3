// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Calls every kernel shape until the compiler has made good code of it.
///
/// A shape is good when its calls no longer allocate: until it is compiled, and also when it is compiled badly,
/// every vector is an object on the heap. Few shapes are under way at a time, because the compiler asks for more
/// calls the more it has waiting.
final class Priming {
    private static final int UNDER_WAY_MAX = 4;

    /// Many times what a shape takes alone on the machine: giving up costs more than waiting.
    private static final long PATIENCE_NANOS = 6_000_000_000L;

    private final AllocationMeter meter = new AllocationMeter();
    private final Deque<PrimingShape> waiting = new ArrayDeque<>();
    private final List<PrimingShape> underWay = new ArrayList<>();

    private Priming(List<PrimingShape> shapes) {
        waiting.addAll(shapes);
    }

    /// True when every shape ended up without allocation.
    static boolean compile(Kernels kernels) {
        try (Arena confined = Arena.ofConfined();
                Arena shared = Arena.ofShared()) {
            return new Priming(PrimingShape.all(kernels, confined, shared)).run();
        }
    }

    private boolean run() {
        while (true) {
            while (underWay.size() < UNDER_WAY_MAX && !waiting.isEmpty()) {
                underWay.add(waiting.remove());
            }
            if (underWay.isEmpty()) {
                return true;
            }
            underWay.removeIf(shape -> shape.calmAfterRound(meter));
            if (underWay.stream().anyMatch(shape -> shape.nanosUnderWay() > PATIENCE_NANOS)) {
                return false;
            }
        }
    }
}
