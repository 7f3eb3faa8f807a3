// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

/// How alike the texts of classes are. A class is the vector of the roots of its grams' frequencies, less the mean of
/// all classes, so that what they all share counts for nothing; likeness is the cosine of two such vectors.
final class GramSimilarity {
    private final double[][] vectors;

    /// @param counts of grams, by class
    GramSimilarity(float[][] counts) {
        this.vectors = new double[counts.length][];
        for (int label = 0; label < counts.length; label++) {
            vectors[label] = roots(counts[label]);
        }
        centre();
    }

    private static double[] roots(float[] counts) {
        double total = 0;
        for (float count : counts) {
            total += count;
        }
        double[] roots = new double[counts.length];
        for (int i = 0; i < counts.length; i++) {
            roots[i] = Math.sqrt(counts[i] / Math.max(1, total));
        }
        return roots;
    }

    private void centre() {
        for (int i = 0; i < vectors[0].length; i++) {
            double mean = 0;
            for (double[] vector : vectors) {
                mean += vector[i] / vectors.length;
            }
            for (double[] vector : vectors) {
                vector[i] -= mean;
            }
        }
    }

    double[][] cosines() {
        double[][] cosines = new double[vectors.length][vectors.length];
        for (int a = 0; a < vectors.length; a++) {
            for (int b = 0; b < vectors.length; b++) {
                double lengths = product(vectors[a], vectors[a]) * product(vectors[b], vectors[b]);
                cosines[a][b] = lengths > 0 ? product(vectors[a], vectors[b]) / Math.sqrt(lengths) : 0;
            }
        }
        return cosines;
    }

    private static double product(double[] left, double[] right) {
        double product = 0;
        for (int i = 0; i < left.length; i++) {
            product += left[i] * right[i];
        }
        return product;
    }
}
