// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.regimes;

import java.util.ArrayList;
import java.util.List;

/// What the rows of one cell or of several say against a linear model that was fitted to all rows: the slope and the
/// curvature of their likelihood there. Both add up over cells, so that it is cheap to tell how much more likely the
/// labels would be if the cell had a model of its own.
///
/// @param cells that it stands for
/// @param slopes by output
/// @param curvatures by output
/// @param gain how much more likely the labels get by a step of its own, as a logarithm
@SuppressWarnings("ArrayRecordComponent") // handed on once, and never compared
record CellScore(List<Integer> cells, double[][] slopes, double[][][] curvatures, double gain) {
    private static final double RIDGE = 1;

    static CellScore of(List<Integer> cells, double[][] slopes, double[][][] curvatures) {
        double gain = 0;
        for (int output = 0; output < slopes.length; output++) {
            double[] step = new Cholesky(curvatures[output], RIDGE).solve(slopes[output]);
            for (int i = 0; i < step.length; i++) {
                gain += step[i] * slopes[output][i] / 2;
            }
        }
        return new CellScore(cells, slopes, curvatures, gain);
    }

    /// Both together.
    CellScore and(CellScore other) {
        List<Integer> all = new ArrayList<>(cells);
        all.addAll(other.cells);
        double[][] bothSlopes = new double[slopes.length][];
        double[][][] bothCurvatures = new double[slopes.length][][];
        for (int output = 0; output < slopes.length; output++) {
            bothSlopes[output] = sum(slopes[output], other.slopes[output]);
            bothCurvatures[output] = new double[curvatures[output].length][];
            for (int i = 0; i < curvatures[output].length; i++) {
                bothCurvatures[output][i] = sum(curvatures[output][i], other.curvatures[output][i]);
            }
        }
        return of(all, bothSlopes, bothCurvatures);
    }

    /// What is lost if both have one model together.
    double costWith(CellScore other) {
        return gain + other.gain - and(other).gain;
    }

    private static double[] sum(double[] a, double[] b) {
        double[] sum = a.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += b[i];
        }
        return sum;
    }
}
