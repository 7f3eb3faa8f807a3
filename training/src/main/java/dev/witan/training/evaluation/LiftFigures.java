// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import dev.witan.training.statistics.Estimate;
import java.util.Arrays;
import java.util.List;

/// What a mixture wins over networks without experts, trained on the same rows in the same way with the same
/// seeds.
///
/// @param target what is predicted: of several tasks each has its own figures
/// @param table that was learned from
/// @param seeds of the trainings
/// @param measure of all values
/// @param contenders the mixture first
/// @param notes what was trained otherwise than the release, sentence by sentence
/// @param seconds that all of it took
public record LiftFigures(
        String target,
        String table,
        List<Long> seeds,
        Measure measure,
        List<Contender> contenders,
        List<String> notes,
        double seconds) {
    public LiftFigures {
        seeds = List.copyOf(seeds);
        contenders = List.copyOf(contenders);
        notes = List.copyOf(notes);
    }

    /// One network over all seeds.
    ///
    /// @param name what it is
    /// @param parameters of gate and experts, or of its layers; the mean over the seeds
    /// @param values by seed
    /// @param mean of the values, with the interval of the next such mean
    /// @param deviation of the values
    /// @param behind what the mixture is better by, seed by seed, so that a positive one speaks for the
    /// mixture; for the mixture itself 0
    public record Contender(
            String name, double parameters, List<Double> values, Estimate mean, double deviation, Estimate behind) {
        public Contender {
            values = List.copyOf(values);
        }

        /// Sums up the mixture, which is held against nothing.
        static Contender ofMixture(String name, double parameters, double[] values, double confidence) {
            return of(name, parameters, values, Estimate.plain(0), confidence);
        }

        /// Sums up another network.
        ///
        /// @param ofMixture the mixture's values
        static Contender of(
                String name,
                double parameters,
                double[] values,
                double[] ofMixture,
                Measure measure,
                double confidence) {
            double[] behind = new double[values.length];
            for (int i = 0; i < behind.length; i++) {
                double difference = ofMixture[i] - values[i];
                behind[i] = measure.better() == Measure.Better.LOWER ? -difference : difference;
            }
            return of(name, parameters, values, Estimate.ofFew(behind, confidence), confidence);
        }

        private static Contender of(
                String name, double parameters, double[] values, Estimate behind, double confidence) {
            return new Contender(
                    name,
                    parameters,
                    Arrays.stream(values).boxed().toList(),
                    Estimate.ofFew(values, confidence),
                    Estimate.deviation(values),
                    behind);
        }
    }
}
