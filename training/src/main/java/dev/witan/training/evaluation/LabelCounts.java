// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import dev.witan.training.statistics.Estimate;

/// How often each of several labels holds, is told, and both. Owned by one thread.
final class LabelCounts {
    private final long[] held;
    private final long[] told;
    private final long[] both;
    private long rows;

    LabelCounts(int labels) {
        this.held = new long[labels];
        this.told = new long[labels];
        this.both = new long[labels];
    }

    /// What is divided to make a figure of a label.
    enum Figure {
        PRECISION(1, 0, 1),
        RECALL(1, 1, 0),
        F1(2, 1, 1);

        private final int ofBoth;
        private final int ofHeld;
        private final int ofTold;

        Figure(int ofBoth, int ofHeld, int ofTold) {
            this.ofBoth = ofBoth;
            this.ofHeld = ofHeld;
            this.ofTold = ofTold;
        }

        double above(boolean isHeld, boolean isTold) {
            return isHeld && isTold ? ofBoth : 0;
        }

        double below(boolean isHeld, boolean isTold) {
            return (isHeld ? ofHeld : 0) + (isTold ? ofTold : 0);
        }
    }

    void row() {
        rows++;
    }

    void add(int label, boolean isHeld, boolean isTold) {
        held[label] += isHeld ? 1 : 0;
        told[label] += isTold ? 1 : 0;
        both[label] += isHeld && isTold ? 1 : 0;
    }

    long rows() {
        return rows;
    }

    long held(int label) {
        return held[label];
    }

    long told(int label) {
        return told[label];
    }

    private double below(Figure figure, int label) {
        return (double) figure.ofHeld * held[label] + (double) figure.ofTold * told[label];
    }

    /// Of one label; not a number where there is nothing to divide by.
    double of(Figure figure, int label) {
        double below = below(figure, label);
        return below == 0 ? Double.NaN : figure.ofBoth * both[label] / below;
    }

    /// The mean over all labels that have the figure, once everything is counted.
    Mean mean(Figure figure) {
        return new Mean(figure);
    }

    /// A mean over labels, and how much each row moves it. Owned by one thread.
    final class Mean {
        private final Figure figure;
        private final double[] ofLabels = new double[held.length];
        private final double[] shares = new double[held.length];
        private final double value;
        private double squares;

        private Mean(Figure figure) {
            this.figure = figure;
            double sum = 0;
            int having = 0;
            for (int label = 0; label < held.length; label++) {
                if (below(figure, label) > 0) {
                    ofLabels[label] = of(figure, label);
                    sum += ofLabels[label];
                    having++;
                }
            }
            for (int label = 0; label < held.length; label++) {
                shares[label] = below(figure, label) > 0 ? 1 / below(figure, label) / having : 0;
            }
            this.value = sum / having;
        }

        /// How much a row's say about a label moves the mean.
        double influence(int label, boolean isHeld, boolean isTold) {
            return (figure.above(isHeld, isTold) - ofLabels[label] * figure.below(isHeld, isTold)) * shares[label];
        }

        /// Adds what a row moves the mean by.
        void add(double moved) {
            squares += moved * moved;
        }

        Estimate estimate(double reach) {
            if (Double.isNaN(value) || rows < 2) {
                return Estimate.plain(value);
            }
            double half = reach * Math.sqrt(squares * rows / (rows - 1));
            return new Estimate(value, value - half, value + half);
        }
    }

    Estimate precision(int label, double reach) {
        return Estimate.share(both[label], told[label], reach);
    }

    Estimate recall(int label, double reach) {
        return Estimate.share(both[label], held[label], reach);
    }

    Estimate share(int label, double reach) {
        return Estimate.share(held[label], rows, reach);
    }
}
