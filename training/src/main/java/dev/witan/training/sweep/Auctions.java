// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.sweep;

import dev.witan.engine.error.WitanException;
import dev.witan.training.data.Table;
import dev.witan.training.data.TableColumn;
import dev.witan.training.data.Target;
import dev.witan.training.data.TargetKind;

/// What answers are worth in money: rows that stand one after another bid against each other for one place; the one
/// with the highest bid times probability gets it, and pays its bid if its label says that it was clicked. A better
/// model earns more of the same rows.
public final class Auctions {
    /// Rows that bid for one place.
    public static final int BIDDERS = 8;

    private final Target target;
    private final double[] bids;

    private Auctions(Target target, double[] bids) {
        this.target = target;
        this.bids = bids;
    }

    /// Auctions among the rows of a table.
    ///
    /// @param column the bids, a column of numbers
    public static Auctions of(Table table, String column, Target target) {
        if (target.kind() != TargetKind.BINARY) {
            throw WitanException.invalidInput("revenue needs a target of two classes: it is " + target.kind());
        }
        TableColumn found = table.require(column);
        if (!(found instanceof TableColumn.Numbers numbers)) {
            throw WitanException.invalidInput("the column of bids must hold numbers: '" + column + "'");
        }
        double[] bids = new double[numbers.rows()];
        for (int row = 0; row < bids.length; row++) {
            bids[row] = numbers.value(row);
            if (!(bids[row] >= 0) || !Double.isFinite(bids[row])) {
                throw WitanException.invalidInput(
                        "a bid must be a number of at least 0: row %d has %s".formatted(row, bids[row]));
            }
        }
        return new Auctions(target, bids);
    }

    /// What a thousand rows earn. Ties go to the first.
    ///
    /// @param logits per row
    double revenuePerThousand(float[] logits) {
        double revenue = 0;
        for (int from = 0; from < logits.length; from += BIDDERS) {
            int winner = from;
            for (int row = from + 1; row < Math.min(from + BIDDERS, logits.length); row++) {
                if (worth(logits, row) > worth(logits, winner)) {
                    winner = row;
                }
            }
            revenue += target.classOf(winner) == 1 ? bids[winner] : 0;
        }
        return 1000 * revenue / logits.length;
    }

    private double worth(float[] logits, int row) {
        return bids[row] / (1 + StrictMath.exp(-logits[row]));
    }
}
