// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/// Every call that has to be compiled before vector kernels are ready.
///
/// The loops of most of them run twice in each of many calls: a long loop would have the compiler replace the
/// running interpreted loop, and such code often leaves vectors on the heap.
final class PrimingShapes {
    private static final int INNER = 2;

    private static final int LONG_INNER = 200;

    /// Three panels, so that a single row takes a pair and one that is narrow.
    private static final int LONG_COLUMNS = 3 * PackedMatrix.PANEL - FloatMatrix.LANES;

    /// Up to here every remainder of rows occurs, alone and after a full block.
    private static final int ROWS_MAX = 12;

    private final VectorKernels kernels;
    private final Arena arena;
    private final List<PrimingShape> shapes = new ArrayList<>();

    private PrimingShapes(VectorKernels kernels, Arena arena) {
        this.kernels = kernels;
        this.arena = arena;
    }

    /// The kernels one by one, in loops that run twice.
    static List<PrimingShape> kernels(VectorKernels kernels, Arena arena) {
        PrimingShapes priming = new PrimingShapes(kernels, arena);
        for (int rows : new int[] {6, 4, 2, 1}) {
            priming.product(rows, INNER, PackedMatrix.PANEL);
            priming.product(rows, INNER, PackedMatrix.PANEL - FloatMatrix.LANES);
        }
        priming.product(1, INNER, 2 * PackedMatrix.PANEL);
        kernels.functions().forEach(priming::function);
        priming.sum(kernels.sum(), PackedMatrix.PANEL + FloatMatrix.LANES);
        priming.search(kernels.search());
        return priming.shapes;
    }

    /// The same again and what leads through several kernels, in loops of any length.
    static List<PrimingShape> all(VectorKernels kernels, Arena arena) {
        PrimingShapes priming = new PrimingShapes(kernels, arena);
        priming.shapes.addAll(kernels(kernels, arena));
        for (int rows = 1; rows <= ROWS_MAX; rows++) {
            priming.product(rows, LONG_INNER, LONG_COLUMNS);
        }
        for (Activation activation : Activation.values()) {
            priming.calls(activation);
        }
        return priming.shapes;
    }

    private void product(int rows, int inner, int columns) {
        PackedMatrix weights = PackedMatrix.allocate(arena, inner, columns);
        Linear layer = new Linear(weights, FloatMatrix.allocate(arena, 1, columns), Activation.IDENTITY);
        FloatMatrix in = FloatMatrix.allocate(arena, rows, inner);
        FloatMatrix out = FloatMatrix.allocate(arena, rows, columns);
        shapes.add(new PrimingShape(() -> kernels.linear(in, 0, rows, layer, out, 0)));
    }

    private void function(RowFunction function) {
        FloatMatrix row = row();
        shapes.add(new PrimingShape(() -> RowFunctions.apply(function, row, 0, row, 0, row.columns(), 1f)));
    }

    private void sum(RowSum sum, int columns) {
        FloatMatrix in = FloatMatrix.allocate(arena, INNER, columns);
        FloatMatrix out = FloatMatrix.allocate(arena, 1, columns);
        int[] rows = {1, 0};
        float[] weights = {1f, 1f};
        shapes.add(new PrimingShape(() -> sum.apply(in, rows, weights, INNER, out, 0)));
    }

    private void search(RowSearch search) {
        FloatMatrix row = row();
        shapes.add(new PrimingShape(() -> search.firstAbove(row, 0, 0, row.columns(), 0f)));
    }

    private void calls(Activation activation) {
        FloatMatrix row = row();
        Normalisation rms = Normalisation.plain(arena, Normalisation.Form.RMS, row.columns());
        Normalisation layer = Normalisation.plain(arena, Normalisation.Form.LAYER, row.columns());
        shapes.add(new PrimingShape(() -> {
            calls(activation, row);
            kernels.normalise(rms, row, 0, 1);
            kernels.normalise(layer, row, 0, 1);
        }));
    }

    private void calls(Activation activation, FloatMatrix matrix) {
        kernels.activate(activation, matrix, 0, 1, matrix, 0);
        kernels.activationGradient(activation, matrix, matrix, 0, 1);
        kernels.gate(activation, matrix, 0, 1, FloatMatrix.LANES);
        kernels.clampedGate(matrix, 0, 1, FloatMatrix.LANES);
        kernels.softmax(matrix, 0, 1);
        kernels.addScaled(matrix, 0, 1f, matrix, 0);
    }

    private FloatMatrix row() {
        return FloatMatrix.allocate(arena, 1, INNER * FloatMatrix.LANES);
    }
}
