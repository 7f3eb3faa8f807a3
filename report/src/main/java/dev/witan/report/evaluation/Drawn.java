// SPDX-License-Identifier: Apache-2.0
package dev.witan.report.evaluation;

import dev.witan.report.DataTable;
import dev.witan.report.Digits;
import dev.witan.training.evaluation.Measure;
import dev.witan.training.evaluation.Measures;
import java.util.ArrayList;
import java.util.List;

/// What the parts of a page have in common.
final class Drawn {
    /// Rows of a plot; its table has all.
    static final int ROWS_MAX = 32;

    private Drawn() {}

    static String start(String text, int lettersMax) {
        return text.length() <= lettersMax ? text : text.substring(0, lettersMax);
    }

    static String rows(long rows) {
        return rows == 1 ? "1 row" : Digits.of(rows) + " rows";
    }

    /// A name before some others.
    static List<String> heads(String first, List<String> others) {
        List<String> heads = new ArrayList<>(List.of(first));
        heads.addAll(others);
        return heads;
    }

    /// What to look for on an axis.
    static String better(Measure measure) {
        return switch (measure.better()) {
            case HIGHER -> "further right is better";
            case LOWER -> "further left is better";
            case NEITHER -> "neither side is better";
        };
    }

    /// Every measure of some groups of rows.
    static DataTable measures(String caption, String head, List<String> names, List<Measures> groups) {
        List<Measure> measures = groups.isEmpty()
                ? List.of()
                : List.copyOf(groups.getFirst().values().keySet());
        List<String> heads = new ArrayList<>(List.of(head, "rows"));
        measures.forEach(measure -> heads.add(measure.title()));
        DataTable table = new DataTable(caption, heads);
        for (int i = 0; i < groups.size(); i++) {
            List<String> cells = new ArrayList<>(
                    List.of(names.get(i), Digits.of(groups.get(i).rows())));
            for (Measure measure : measures) {
                cells.add(Digits.of(groups.get(i).of(measure)));
            }
            table.row(cells);
        }
        return table;
    }
}
