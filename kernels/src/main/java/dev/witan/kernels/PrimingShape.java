// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/// One call to a kernel that [Priming] repeats, and how it has gone so far.
///
/// The loops of most shapes run twice in each of many calls: a long loop would have the compiler replace the
/// running interpreted loop, and such code often leaves vectors on the heap. Each call is made on confined and on
/// shared memory, so that the compiled code has seen both.
final class PrimingShape {
    private static final int CALLS_PER_ROUND = 250;
    private static final int CALM_ROUNDS = 2;
    private static final int INNER = 2;
    private static final int[] ROWS = {6, 4, 2, 1};

    private final String name;
    private final Runnable confined;
    private final Runnable shared;
    private int calmRounds;
    private long firstNanos;

    private PrimingShape(String name, Runnable confined, Runnable shared) {
        this.name = name;
        this.confined = confined;
        this.shared = shared;
    }

    /// Every shape: first the small ones, then products in several stretches, which the code of the small ones
    /// serves.
    static List<PrimingShape> all(Kernels kernels, Arena confined, Arena shared) {
        List<PrimingShape> shapes = new ArrayList<>();
        for (int rows : ROWS) {
            for (int columns = PackedMatrix.PANEL; columns >= FloatMatrix.LANES; columns /= 2) {
                shapes.add(product(kernels, rows, INNER, columns, confined, shared));
            }
        }
        shapes.add(product(kernels, 1, INNER, 2 * PackedMatrix.PANEL, confined, shared));
        for (Activation activation : Activation.values()) {
            shapes.add(activation(kernels, activation, confined, shared));
            shapes.add(gradient(kernels, activation, confined, shared));
        }
        shapes.add(softmax(kernels, confined, shared));
        shapes.add(addScaled(kernels, confined, shared));
        for (int rows : new int[] {7, 4, 2, 1}) {
            shapes.add(product(kernels, rows, VectorKernels.STRETCH + 1, PackedMatrix.PANEL, confined, shared));
        }
        return shapes;
    }

    private static PrimingShape product(
            Kernels kernels, int rows, int inner, int columns, Arena confined, Arena shared) {
        return new PrimingShape(
                rows + "x" + inner + "x" + columns,
                product(kernels, rows, inner, columns, confined),
                product(kernels, rows, inner, columns, shared));
    }

    private static Runnable product(Kernels kernels, int rows, int inner, int columns, Arena arena) {
        PackedMatrix weights = PackedMatrix.allocate(arena, inner, columns);
        Linear layer = new Linear(weights, FloatMatrix.allocate(arena, 1, columns), Activation.IDENTITY);
        FloatMatrix in = FloatMatrix.allocate(arena, rows, inner);
        FloatMatrix out = FloatMatrix.allocate(arena, rows, columns);
        return () -> kernels.linear(in, 0, rows, layer, out, 0);
    }

    private static PrimingShape activation(Kernels kernels, Activation activation, Arena confined, Arena shared) {
        FloatMatrix a = row(confined);
        FloatMatrix b = row(shared);
        return new PrimingShape(
                "activation " + activation,
                () -> kernels.activate(activation, a, 0, 1, a, 0),
                () -> kernels.activate(activation, b, 0, 1, b, 0));
    }

    private static PrimingShape gradient(Kernels kernels, Activation activation, Arena confined, Arena shared) {
        FloatMatrix a = row(confined);
        FloatMatrix b = row(shared);
        return new PrimingShape(
                "gradient of " + activation,
                () -> kernels.activationGradient(activation, a, a, 0, 1),
                () -> kernels.activationGradient(activation, b, b, 0, 1));
    }

    private static PrimingShape softmax(Kernels kernels, Arena confined, Arena shared) {
        FloatMatrix a = row(confined);
        FloatMatrix b = row(shared);
        return new PrimingShape("softmax", () -> kernels.softmax(a, 0, 1), () -> kernels.softmax(b, 0, 1));
    }

    private static PrimingShape addScaled(Kernels kernels, Arena confined, Arena shared) {
        FloatMatrix a = row(confined);
        FloatMatrix b = row(shared);
        return new PrimingShape(
                "addScaled", () -> kernels.addScaled(a, 0, 1f, a, 0), () -> kernels.addScaled(b, 0, 1f, b, 0));
    }

    private static FloatMatrix row(Arena arena) {
        return FloatMatrix.allocate(arena, 1, INNER * FloatMatrix.LANES);
    }

    /// Runs the call some more and tells whether it has settled.
    boolean calmAfterRound(AllocationMeter meter) {
        firstNanos = firstNanos == 0 ? System.nanoTime() : firstNanos;
        long before = meter.bytes();
        for (int i = 0; i < CALLS_PER_ROUND; i++) {
            confined.run();
            shared.run();
        }
        calmRounds = meter.bytes() == before ? calmRounds + 1 : 0;
        return calmRounds >= CALM_ROUNDS;
    }

    long nanosUnderWay() {
        return System.nanoTime() - firstNanos;
    }

    @Override
    public String toString() {
        return name;
    }
}
