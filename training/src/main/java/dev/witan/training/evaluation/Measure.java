// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

/// What is measured of answers to rows whose labels are known.
public enum Measure {
    AUC("auc", "AUC", Better.HIGHER),
    LOG_LOSS("logLoss", "log-loss", Better.LOWER),
    ACCURACY("accuracy", "accuracy", Better.HIGHER),
    MACRO_F1("macroF1", "macro-F1", Better.HIGHER),
    F1("f1", "F1", Better.HIGHER),
    BRIER("brier", "Brier score", Better.LOWER),
    CALIBRATION_ERROR("calibrationError", "calibration error", Better.LOWER),
    SELECTION_RATE("selectionRate", "selection rate", Better.NEITHER),
    TRUE_POSITIVE_RATE("truePositiveRate", "true positive rate", Better.HIGHER),
    FALSE_POSITIVE_RATE("falsePositiveRate", "false positive rate", Better.LOWER),
    RMSE("rmse", "RMSE", Better.LOWER),
    MEAN_ABSOLUTE_ERROR("meanAbsoluteError", "mean absolute error", Better.LOWER),
    R2("r2", "R2", Better.HIGHER),
    EXACT("exact", "all labels right", Better.HIGHER),
    MICRO_F1("microF1", "micro-F1", Better.HIGHER),
    MICRO_PRECISION("microPrecision", "micro-precision", Better.HIGHER),
    MICRO_RECALL("microRecall", "micro-recall", Better.HIGHER),
    MACRO_PRECISION("macroPrecision", "macro-precision", Better.HIGHER),
    MACRO_RECALL("macroRecall", "macro-recall", Better.HIGHER),
    SKILL("skill", "skill", Better.HIGHER),
    COVERAGE_ERROR("coverageError", "coverage error", Better.LOWER),
    INTERVAL_COVERAGE("intervalCoverage", "interval coverage", Better.NEITHER),
    INTERVAL_WIDTH("intervalWidth", "interval width", Better.LOWER),
    PINBALL("pinball", "pinball loss", Better.LOWER),
    EXPLAINED("explained", "mean explained", Better.HIGHER),
    MEAN_RESIDUAL("meanResidual", "mean residual", Better.NEITHER);

    /// Which way is good.
    public enum Better {
        HIGHER,
        LOWER,
        /// Neither: cohorts should have it alike.
        NEITHER
    }

    private final String key;
    private final String title;
    private final Better better;

    Measure(String key, String title, Better better) {
        this.key = key;
        this.title = title;
        this.better = better;
    }

    /// What programs call it.
    public String key() {
        return key;
    }

    /// What people call it.
    public String title() {
        return title;
    }

    public Better better() {
        return better;
    }

    /// Whether one value of it is better than another.
    public boolean prefers(double one, double other) {
        return better == Better.LOWER ? one < other : one > other;
    }
}
