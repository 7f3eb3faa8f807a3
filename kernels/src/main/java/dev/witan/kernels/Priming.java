// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Calls every kernel shape until the compiler has made good code of it.
///
/// A shape is good when its calls no longer allocate: until it is compiled, and also when it is compiled badly,
/// every vector is an object on the heap. Few shapes are under way at a time, because the compiler asks for more
/// calls the more it has waiting.
final class Priming {
    private static final int UNDER_WAY_MAX = 2;
    private static final long PAUSE_NANOS = 1_000_000;

    private final AllocationMeter meter = new AllocationMeter();
    private final CompilerWatch compiler = new CompilerWatch();
    private final List<PrimingShape> shapes;
    private final Deque<PrimingShape> waiting;
    private final List<PrimingShape> underWay = new ArrayList<>();

    private Priming(List<PrimingShape> shapes) {
        this.shapes = shapes;
        this.waiting = new ArrayDeque<>(shapes);
    }

    /// True when every shape ended up without allocation, or when there is no compiler that it could wait for.
    static boolean compile(VectorKernels kernels) {
        try (Arena arena = Arena.ofConfined()) {
            Priming kernelsAlone = new Priming(PrimingShapes.kernels(kernels, arena));
            kernelsAlone.shapes.forEach(PrimingShape::begin);
            Priming all = new Priming(PrimingShapes.all(kernels, arena));
            return kernelsAlone.run() && all.run();
        }
    }

    private boolean run() {
        while (compiler.working()) {
            while (underWay.size() < UNDER_WAY_MAX && !waiting.isEmpty()) {
                underWay.add(waiting.remove());
            }
            underWay.removeIf(shape -> shape.calmAfterRound(meter));
            if (underWay.isEmpty() && waiting.isEmpty()) {
                // Compiling a caller anew for one shape may have undone what another one had.
                shapes.stream().filter(shape -> !shape.calmAfterRound(meter)).forEach(waiting::add);
                if (waiting.isEmpty()) {
                    return true;
                }
            }
            if (underWay.stream().allMatch(PrimingShape::asked)) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        return !compiler.present();
    }
}
