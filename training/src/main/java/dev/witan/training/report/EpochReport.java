// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.report;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/// How a mixture stood after an epoch, and how its gate spread the validation rows over the experts then. What chance
/// alone would show stands beside what it showed.
///
/// @param epoch passes made; 0 before the first
/// @param figure how good it was on the validation rows; higher is better
/// @param loss mean of the epoch's batches, the losses on the gate included; not a number before the first epoch
/// @param maxViolation the highest load divided by the mean, less one
/// @param maxViolationAtRandom about what routing at random would show on as many rows
/// @param variation deviation of the loads divided by their mean
/// @param variationAtRandom the variation that routing at random would show
/// @param deadExperts how many experts no row went to
/// @param marginalEntropy entropy of the mean probabilities, in nats
/// @param conditionalEntropy mean entropy of a row's probabilities
/// @param churn share of the rows whose set of experts is another one than an epoch before
public record EpochReport(
        int epoch,
        double figure,
        double loss,
        double maxViolation,
        double maxViolationAtRandom,
        double variation,
        double variationAtRandom,
        int deadExperts,
        double marginalEntropy,
        double conditionalEntropy,
        double churn) {
    /// What the choice of an expert tells about the row, in nats.
    public double information() {
        return marginalEntropy - conditionalEntropy;
    }

    /// The routing of an epoch beside its figures.
    public static EpochReport of(int epoch, double figure, double loss, RoutingReport routing, double churn) {
        return new EpochReport(
                epoch,
                figure,
                loss,
                routing.maxViolation(),
                routing.noiseFloor()
                        * Math.sqrt(2 * StrictMath.log(routing.experts().size())),
                routing.variation(),
                routing.noiseFloor(),
                routing.deadExperts().size(),
                routing.marginalEntropy(),
                routing.conditionalEntropy(),
                churn);
    }

    /// Writes the figures of epochs, bit for bit.
    public static void write(DataOutput out, List<EpochReport> epochs) throws IOException {
        out.writeInt(epochs.size());
        for (EpochReport it : epochs) {
            out.writeInt(it.epoch);
            out.writeInt(it.deadExperts);
            for (double value : List.of(
                    it.figure,
                    it.loss,
                    it.maxViolation,
                    it.maxViolationAtRandom,
                    it.variation,
                    it.variationAtRandom,
                    it.marginalEntropy,
                    it.conditionalEntropy,
                    it.churn)) {
                out.writeDouble(value);
            }
        }
    }

    /// Adds what was written to `epochs`.
    public static void read(DataInput in, List<EpochReport> epochs) throws IOException {
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            int epoch = in.readInt();
            int deadExperts = in.readInt();
            epochs.add(new EpochReport(
                    epoch,
                    in.readDouble(),
                    in.readDouble(),
                    in.readDouble(),
                    in.readDouble(),
                    in.readDouble(),
                    in.readDouble(),
                    deadExperts,
                    in.readDouble(),
                    in.readDouble(),
                    in.readDouble()));
        }
    }
}
