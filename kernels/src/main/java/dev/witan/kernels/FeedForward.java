// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import java.util.List;

/// A stack of layers that run one after the other.
public final class FeedForward implements Network {
    private final List<Linear> layers;
    private final Linear[] order;
    private final int widestHidden;
    private final long multiplyAddsPerRow;

    /// Refuses an empty stack and layers that do not fit each other.
    public FeedForward(List<Linear> layers) {
        this.layers = List.copyOf(layers);
        this.order = this.layers.toArray(Linear[]::new);
        Shapes.positive("number of layers", order.length);
        int widest = 0;
        for (int i = 1; i < order.length; i++) {
            Shapes.equal("inputs of layer " + i, order[i].inputs(), order[i - 1].outputs());
            widest = Math.max(widest, order[i].inputs());
        }
        this.widestHidden = widest;
        this.multiplyAddsPerRow = this.layers.stream()
                .mapToLong(layer -> (long) layer.inputs() * layer.outputs())
                .sum();
    }

    @Override
    public int inputs() {
        return order[0].inputs();
    }

    @Override
    public int outputs() {
        return order[order.length - 1].outputs();
    }

    /// The layers in the order in which they run.
    public List<Linear> layers() {
        return layers;
    }

    /// Zero for one layer, which needs no scratch.
    @Override
    public int widestHidden() {
        return widestHidden;
    }

    @Override
    public long multiplyAddsPerRow() {
        return multiplyAddsPerRow;
    }

    @Override
    public void forward(
            Kernels kernels,
            FloatMatrix in,
            int inRow,
            int rows,
            FloatMatrix scratchA,
            FloatMatrix scratchB,
            FloatMatrix out,
            int outRow) {
        Shapes.equal("in columns", in.columns(), inputs());
        Shapes.equal("out columns", out.columns(), outputs());
        FloatMatrix from = in;
        int fromRow = inRow;
        FloatMatrix to = scratchA;
        for (int i = 0; i < order.length - 1; i++) {
            kernels.linear(from, fromRow, rows, order[i], to, 0);
            from = to;
            fromRow = 0;
            to = to == scratchA ? scratchB : scratchA;
        }
        kernels.linear(from, fromRow, rows, order[order.length - 1], out, outRow);
    }
}
