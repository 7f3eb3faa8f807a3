// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// What the fused multiply-add units of one core can do: a loop that touches nothing but registers.
public final class FmaPeak {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int SUMS = 12;
    private static final int ROUNDS = 20_000;

    private FmaPeak() {}

    /// The floating point operations of one run.
    public static double operations() {
        return 2.0 * SPECIES.length() * SUMS * ROUNDS;
    }

    /// Returns something that depends on all of it.
    public static float run() {
        return run(ROUNDS);
    }

    /// Has the loop compiled without replacing it while it runs, see the priming of the kernels.
    public static float prime() {
        float sum = 0;
        for (int i = 0; i < 30_000; i++) {
            sum += run(2);
        }
        return sum;
    }

    private static float run(int rounds) {
        FloatVector x = FloatVector.broadcast(SPECIES, 0.999f);
        FloatVector y = FloatVector.broadcast(SPECIES, 0.001f);
        FloatVector a = y;
        FloatVector b = y;
        FloatVector c = y;
        FloatVector d = y;
        FloatVector e = y;
        FloatVector f = y;
        FloatVector g = y;
        FloatVector h = y;
        FloatVector i = y;
        FloatVector j = y;
        FloatVector k = y;
        FloatVector l = y;
        for (int round = 0; round < rounds; round++) {
            a = a.fma(x, y);
            b = b.fma(x, y);
            c = c.fma(x, y);
            d = d.fma(x, y);
            e = e.fma(x, y);
            f = f.fma(x, y);
            g = g.fma(x, y);
            h = h.fma(x, y);
            i = i.fma(x, y);
            j = j.fma(x, y);
            k = k.fma(x, y);
            l = l.fma(x, y);
        }
        return a.add(b)
                .add(c)
                .add(d)
                .add(e)
                .add(f)
                .add(g)
                .add(h)
                .add(i)
                .add(j)
                .add(k)
                .add(l)
                .lane(0);
    }
}
