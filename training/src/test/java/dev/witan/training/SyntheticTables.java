// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.training.data.Table;
import dev.witan.training.data.TableColumn;
import dev.witan.training.network.SeededNumbers;
import java.util.List;

/// Small tables with a known structure: two numbers, a category that decides how they count, and missing values.
public final class SyntheticTables {
    private SyntheticTables() {}

    public static Table binary(long seed, int rows) {
        return table(seed, rows, score -> score > 0 ? "yes" : "no");
    }

    public static Table multiClass(long seed, int rows) {
        return table(seed, rows, score -> score > 0.7 ? "high" : score < -0.7 ? "low" : "middle");
    }

    public static Table regression(long seed, int rows) {
        return table(seed, rows, score -> Double.toString(100 + 20 * score));
    }

    private interface Label {
        String of(double score);
    }

    private static Table table(long seed, int rows, Label label) {
        SeededNumbers random = new SeededNumbers(seed);
        double[] x = new double[rows];
        double[] y = new double[rows];
        String[] group = new String[rows];
        String[] texts = new String[rows];
        double[] numbers = new double[rows];
        boolean isNumeric = true;
        for (int row = 0; row < rows; row++) {
            x[row] = random.normal();
            y[row] = random.normal();
            int which = random.below(3);
            double effect = which == 0 ? x[row] : which == 1 ? -x[row] : 2 * x[row] * y[row];
            texts[row] = label.of(1.5 * effect + 0.3 * random.normal());
            isNumeric &= texts[row].matches("[-0-9.E]+");
            numbers[row] = isNumeric ? Double.parseDouble(texts[row]) : 0;
            group[row] = random.uniform() < 0.05 ? null : "group-" + which;
            y[row] = random.uniform() < 0.05 ? Double.NaN : y[row];
        }
        TableColumn target =
                isNumeric ? new TableColumn.Numbers("target", numbers) : new TableColumn.Texts("target", texts);
        return new Table(
                "synthetic",
                List.of(
                        new TableColumn.Numbers("x", x),
                        new TableColumn.Numbers("y", y),
                        new TableColumn.Texts("group", group),
                        target));
    }
}
