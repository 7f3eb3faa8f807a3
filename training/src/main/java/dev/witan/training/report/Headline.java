// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.report;

/// The one figure of a quality that people ask for first.
public final class Headline {
    private Headline() {}

    public static double of(Quality quality) {
        return switch (quality) {
            case Quality.Binary binary -> binary.auc();
            case Quality.MultiClass multi -> multi.accuracy();
            case Quality.MultiLabel labels -> labels.auc();
            case Quality.Quantile quantile -> quantile.pinball();
            case Quality.Tasks tasks -> tasks.figure();
            case Quality.Regression regression -> regression.rmse();
        };
    }

    /// What it is called.
    public static String name(Quality quality) {
        return switch (quality) {
            case Quality.Binary _ -> "AUC";
            case Quality.MultiClass _ -> "accuracy";
            case Quality.MultiLabel _ -> "AUC of the labels";
            case Quality.Quantile _ -> "pinball loss";
            case Quality.Tasks _ -> "share explained";
            case Quality.Regression _ -> "RMSE";
        };
    }
}
