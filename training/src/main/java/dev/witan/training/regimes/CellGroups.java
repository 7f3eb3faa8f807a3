// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.regimes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Joins cells whose rows depend on their inputs in the same way, until as many groups are left as there are experts:
/// the score test of model-based partitioning (Zeileis, Hothorn and Hornik 2008), and of the groups always the two that
/// lose least by one model together.
final class CellGroups {
    private final RegimeRows rows;
    private final double[][] slopes;
    private final double[][] curvatures;

    /// @param all one expert that was fitted to all rows
    CellGroups(RegimeRows rows, LinearMixture all) {
        this.rows = rows;
        this.slopes = new double[rows.learned()][rows.outputs()];
        this.curvatures = new double[rows.learned()][rows.outputs()];
        double[] outputs = new double[rows.outputs()];
        for (int row = 0; row < rows.learned(); row++) {
            all.slope(row, outputs, slopes[row]);
            for (int output = 0; output < outputs.length; output++) {
                double curvature = rows.likelihood().curvature(rows.labelOf(row, output), slopes[row][output]);
                curvatures[row][output] = curvature / all.variance();
                slopes[row][output] /= all.variance();
            }
        }
    }

    /// Rows that belong to groups.
    ///
    /// @param gain how much more likely labels are with a model per group, as a logarithm
    /// @param groupOf by row
    @SuppressWarnings("ArrayRecordComponent") // handed on once, and never compared
    record Grouping(double gain, int[] groupOf) {}

    Grouping join(RegimeRows.Cells cells, int groups) {
        List<CellScore> left = scores(cells);
        double[][] costs = new double[left.size()][left.size()];
        for (int i = 0; i < left.size(); i++) {
            for (int j = 0; j < i; j++) {
                costs[i][j] = left.get(i).costWith(left.get(j));
            }
        }
        while (left.size() > groups) {
            joinCheapest(left, costs);
        }
        int[] groupOfCell = new int[cells.count()];
        for (int group = 0; group < left.size(); group++) {
            for (int cell : left.get(group).cells()) {
                groupOfCell[cell] = group;
            }
        }
        int[] groupOf = Arrays.stream(cells.of()).map(cell -> groupOfCell[cell]).toArray();
        return new Grouping(left.stream().mapToDouble(CellScore::gain).sum(), groupOf);
    }

    /// The last group takes the place of the one that goes.
    private static void joinCheapest(List<CellScore> left, double[][] costs) {
        int size = left.size();
        int one = 1;
        int other = 0;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < i; j++) {
                if (costs[i][j] < costs[one][other]) {
                    one = i;
                    other = j;
                }
            }
        }
        left.set(other, left.get(other).and(left.get(one)));
        left.set(one, left.getLast());
        left.removeLast();
        for (int i = 0; i < size - 1; i++) {
            if (i != one && one < size - 1) {
                costs[Math.max(i, one)][Math.min(i, one)] = costs[size - 1][i];
            }
        }
        for (int i = 0; i < size - 1; i++) {
            if (i != other) {
                costs[Math.max(i, other)][Math.min(i, other)] = left.get(other).costWith(left.get(i));
            }
        }
    }

    /// One for each cell that has rows.
    private List<CellScore> scores(RegimeRows.Cells cells) {
        int inputs = rows.inputs()[0].length;
        double[][][] slopeSums = new double[cells.count()][rows.outputs()][inputs];
        double[][][][] curvatureSums = new double[cells.count()][rows.outputs()][inputs][inputs];
        int[] counts = new int[cells.count()];
        for (int row = 0; row < rows.learned(); row++) {
            int cell = cells.of()[row];
            counts[cell]++;
            for (int output = 0; output < rows.outputs(); output++) {
                double[] input = rows.inputs()[row];
                for (int i = 0; i < inputs; i++) {
                    slopeSums[cell][output][i] += slopes[row][output] * input[i];
                }
                LinearMixture.addSquare(curvatureSums[cell][output], input, curvatures[row][output]);
            }
        }
        List<CellScore> scores = new ArrayList<>();
        for (int cell = 0; cell < cells.count(); cell++) {
            if (counts[cell] > 0) {
                scores.add(CellScore.of(List.of(cell), slopeSums[cell], curvatureSums[cell]));
            }
        }
        return scores;
    }
}
