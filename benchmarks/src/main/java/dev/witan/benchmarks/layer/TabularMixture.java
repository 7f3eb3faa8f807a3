// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks.layer;

import dev.witan.engine.Mixture;
import dev.witan.engine.encode.VectorEncoder;
import dev.witan.engine.request.Column;
import dev.witan.engine.response.VectorHead;
import dev.witan.kernels.Kernels;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// A mixture around the tabular layer: rows in as they are, combined rows out.
public final class TabularMixture implements AutoCloseable {
    private static final String INPUT = "x";
    private static final long SEED = 11;

    private final WitanLayer layer;
    private final Mixture mixture;

    public TabularMixture(Kernels kernels) {
        int width = Shape.TABULAR.width();
        this.layer = new WitanLayer(kernels, Shape.TABULAR, 1);
        this.mixture = new Mixture(
                "tabular", 1, "", VectorEncoder.ofRows(INPUT, width), layer.layer(), new VectorHead("y", width));
    }

    public Mixture mixture() {
        return mixture;
    }

    /// So many rows for it to answer.
    public Column rows(int count) {
        float[] values = new float[count * Shape.TABULAR.width()];
        RandomGenerator random = new SplittableRandom(SEED);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Column.Vectors.ofRows(INPUT, Shape.TABULAR.width(), values);
    }

    @Override
    public void close() {
        layer.close();
    }
}
