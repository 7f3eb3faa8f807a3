// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.regimes;

import java.util.Arrays;
import java.util.stream.IntStream;

/// A linear gate over linear experts, of which each row's label comes from one: `p(y) = sum_e g_e p_e(y)`, the mixture
/// of Jacobs, Jordan, Nowlan and Hinton (1991), in which experts compete for rows, while in a weighted sum they work
/// together. Fitted by expectation and maximisation (Jordan and Jacobs 1994) with steps against bounds of the
/// curvature. Owned by one thread.
final class LinearMixture {
    private static final double RIDGE = 1;
    private static final double GATE_RIDGE = 1e-3;
    private static final int GATE_STEPS = 4;
    private static final int GATE_STEPS_FIRST = 10;
    private static final int EXPERT_STEPS = 2;
    private static final double VARIANCE_MIN = 1e-4;
    private static final double SHARE_MIN = 1e-3;

    private final RegimeRows rows;
    private final int experts;
    private final Cholesky gateCurvature;
    private final double[][] gate;
    private final double[][][] weights;
    private final double[][] shares;
    private double variance = 1;

    /// @param gateCurvature of [#gateCurvature]
    LinearMixture(RegimeRows rows, int experts, Cholesky gateCurvature) {
        this.rows = rows;
        this.experts = experts;
        this.gateCurvature = gateCurvature;
        this.gate = new double[experts][rows.gateInputs()[0].length];
        this.weights = new double[experts][rows.outputs()][rows.inputs()[0].length];
        this.shares = new double[rows.learned()][experts];
        for (double[] share : shares) {
            Arrays.fill(share, 1.0 / experts);
        }
    }

    /// A bound on the curvature of the gate's likelihood, which all mixtures of the same rows share.
    static Cholesky gateCurvature(RegimeRows rows) {
        double[][] sum = new double[rows.gateInputs()[0].length][rows.gateInputs()[0].length];
        for (int row = 0; row < rows.learned(); row++) {
            addSquare(sum, rows.gateInputs()[row], 0.5 / rows.learned());
        }
        return new Cholesky(sum, GATE_RIDGE);
    }

    /// By expert, then by input.
    double[][] gate() {
        return gate;
    }

    /// Starts with a gate, of which the experts then take their rows.
    void startGate(double[][] start) {
        for (int expert = 0; expert < experts; expert++) {
            System.arraycopy(start[expert], 0, gate[expert], 0, gate[expert].length);
        }
        double[] scores = new double[experts];
        for (int row = 0; row < rows.learned(); row++) {
            scores(row, scores);
            toShares(scores, shares[row]);
        }
    }

    /// Starts with rows that belong to experts.
    ///
    /// @param expertOf by row
    void startRows(int[] expertOf, double certainty) {
        for (int row = 0; row < rows.learned(); row++) {
            Arrays.fill(shares[row], (1 - certainty) / experts);
            shares[row][expertOf[row]] += certainty;
        }
        learnGate(GATE_STEPS_FIRST);
    }

    /// One round: experts learn from their shares of the rows, the gate from all of them, and then rows are shared out
    /// anew.
    void learn() {
        learnExperts();
        learnGate(GATE_STEPS);
        shareOut();
    }

    private void learnExperts() {
        for (int expert = 0; expert < experts; expert++) {
            learnExpert(expert);
        }
        if (rows.likelihood() == Likelihood.NORMAL) {
            variance = VARIANCE_MIN + noise();
        }
    }

    private void learnExpert(int expert) {
        int inputs = rows.inputs()[0].length;
        double[][] curvature = new double[inputs][inputs];
        for (int row = 0; row < rows.learned(); row++) {
            if (shares[row][expert] > SHARE_MIN) {
                addSquare(curvature, rows.inputs()[row], rows.likelihood().bound() * shares[row][expert]);
            }
        }
        Cholesky solver = new Cholesky(curvature, RIDGE);
        for (int step = 0; step < EXPERT_STEPS; step++) {
            stepExpert(expert, solver);
        }
    }

    private void stepExpert(int expert, Cholesky solver) {
        int inputs = rows.inputs()[0].length;
        double[][] slopes = new double[rows.outputs()][inputs];
        double[] outputs = new double[rows.outputs()];
        double[] slope = new double[rows.outputs()];
        for (int row = 0; row < rows.learned(); row++) {
            if (shares[row][expert] > SHARE_MIN) {
                outputs(expert, row, outputs);
                rows.likelihood().slope(outputs, rows.labels()[row], slope);
                for (int output = 0; output < outputs.length; output++) {
                    add(slopes[output], rows.inputs()[row], shares[row][expert] * slope[output]);
                }
            }
        }
        for (int output = 0; output < outputs.length; output++) {
            double[] own = weights[expert][output];
            add(slopes[output], own, -RIDGE);
            add(own, solver.solve(slopes[output]), 1);
        }
    }

    private double noise() {
        double sum = 0;
        double[] outputs = new double[rows.outputs()];
        double[] slope = new double[rows.outputs()];
        for (int row = 0; row < rows.learned(); row++) {
            for (int expert = 0; expert < experts; expert++) {
                outputs(expert, row, outputs);
                rows.likelihood().slope(outputs, rows.labels()[row], slope);
                sum += shares[row][expert] * slope[0] * slope[0];
            }
        }
        return sum / rows.learned();
    }

    private void learnGate(int steps) {
        double[] scores = new double[experts];
        double[] wanted = new double[experts];
        for (int step = 0; step < steps; step++) {
            double[][] slopes = new double[experts][gate[0].length];
            for (int row = 0; row < rows.learned(); row++) {
                scores(row, scores);
                toShares(scores, wanted);
                for (int expert = 0; expert < experts; expert++) {
                    double slope = (shares[row][expert] - wanted[expert]) / rows.learned();
                    add(slopes[expert], rows.gateInputs()[row], slope);
                }
            }
            for (int expert = 0; expert < experts; expert++) {
                add(slopes[expert], gate[expert], -GATE_RIDGE);
                add(gate[expert], gateCurvature.solve(slopes[expert]), 1);
            }
        }
    }

    private void shareOut() {
        double[] joint = new double[experts];
        double[] outputs = new double[rows.outputs()];
        for (int row = 0; row < rows.learned(); row++) {
            joint(row, joint, outputs);
            toShares(joint, shares[row]);
        }
    }

    /// The mean log-likelihood of the rows that were not learned from.
    double likelihood() {
        double[] joint = new double[experts];
        double[] outputs = new double[rows.outputs()];
        double sum = 0;
        for (int row = rows.learned(); row < rows.rows(); row++) {
            joint(row, joint, outputs);
            sum += Likelihood.logSum(joint);
        }
        return sum / (rows.rows() - rows.learned());
    }

    /// What the answer to each row that was not learned from loses: the squared error of the weighted mean of numbers,
    /// or the log-loss of the weighted mean of probabilities.
    double[] losses() {
        double[] joint = new double[experts];
        double[] outputs = new double[rows.outputs()];
        return IntStream.range(rows.learned(), rows.rows())
                .mapToDouble(row -> rows.likelihood() == Likelihood.NORMAL
                        ? squaredError(row, joint, outputs)
                        : logLoss(row, joint, outputs))
                .toArray();
    }

    private double logLoss(int row, double[] joint, double[] outputs) {
        joint(row, joint, outputs);
        return -Likelihood.logSum(joint);
    }

    private double squaredError(int row, double[] scores, double[] outputs) {
        scores(row, scores);
        double sum = Likelihood.logSum(scores);
        double error = rows.labels()[row];
        for (int expert = 0; expert < experts; expert++) {
            outputs(expert, row, outputs);
            error -= StrictMath.exp(scores[expert] - sum) * outputs[0];
        }
        return error * error;
    }

    /// By expert, the logarithm of the gate's probability times the label's likelihood.
    private void joint(int row, double[] joint, double[] outputs) {
        scores(row, joint);
        double sum = Likelihood.logSum(joint);
        for (int expert = 0; expert < experts; expert++) {
            outputs(expert, row, outputs);
            joint[expert] += rows.likelihood().of(outputs, rows.labels()[row], variance) - sum;
        }
    }

    private void scores(int row, double[] scores) {
        for (int expert = 0; expert < experts; expert++) {
            scores[expert] = dot(gate[expert], rows.gateInputs()[row]);
        }
    }

    private void outputs(int expert, int row, double[] outputs) {
        for (int output = 0; output < outputs.length; output++) {
            outputs[output] = dot(weights[expert][output], rows.inputs()[row]);
        }
    }

    /// What the first expert makes of a row: how its label's likelihood leans, for a variance of 1.
    void slope(int row, double[] outputs, double[] slope) {
        outputs(0, row, outputs);
        rows.likelihood().slope(outputs, rows.labels()[row], slope);
    }

    double variance() {
        return variance;
    }

    private static void toShares(double[] logarithms, double[] shares) {
        double sum = Likelihood.logSum(logarithms);
        for (int i = 0; i < shares.length; i++) {
            shares[i] = StrictMath.exp(logarithms[i] - sum);
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void add(double[] sum, double[] values, double factor) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += factor * values[i];
        }
    }

    /// Adds to the lower half.
    static void addSquare(double[][] sum, double[] values, double factor) {
        for (int i = 0; i < values.length; i++) {
            double scaled = factor * values[i];
            for (int j = 0; j <= i; j++) {
                sum[i][j] += scaled * values[j];
            }
        }
    }
}
