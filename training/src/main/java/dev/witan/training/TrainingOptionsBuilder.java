// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.kernels.Activation;
import dev.witan.training.balance.Balance;
import dev.witan.training.data.TargetKind;
import dev.witan.training.text.TextShape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Collects [TrainingOptions], whose documentation tells what each of them means. What is not said keeps its default;
/// [#build] checks all of them together. Owned by one thread.
public final class TrainingOptionsBuilder {
    private static final int AS_IT_FITS = 0;
    private static final double SHARE_AS_IT_FITS = -1;
    private static final double SCORE_LOSS = 1e-4;
    private static final double VALIDATION_SHARE = 0.15;

    private final String target;
    private @Nullable TargetKind kind;
    private long seed = 1;
    private int experts = AS_IT_FITS;
    private List<ExpertShape> shapes = List.of();
    private int fanOut = AS_IT_FITS;
    private int gateHidden;
    private GateStart gateStart = GateStart.RANDOM;
    private Activation activation = Activation.GELU;
    private Balance balance = Balance.QUANTILE;
    private int epochs = AS_IT_FITS;
    private int batchRows = AS_IT_FITS;
    private double learningRate = AS_IT_FITS;
    private double weightDecay = SHARE_AS_IT_FITS;
    private double dropout = SHARE_AS_IT_FITS;
    private TextShape text = TextShape.usual();
    private int threads = Runtime.getRuntime().availableProcessors();

    TrainingOptionsBuilder(String target) {
        this.target = target;
    }

    public TrainingOptionsBuilder kind(TargetKind value) {
        kind = value;
        return this;
    }

    public TrainingOptionsBuilder seed(long value) {
        seed = value;
        return this;
    }

    public TrainingOptionsBuilder experts(int value) {
        experts = value;
        return this;
    }

    public TrainingOptionsBuilder shapes(ExpertShape... values) {
        shapes = List.of(values);
        return this;
    }

    public TrainingOptionsBuilder fanOut(int value) {
        fanOut = value;
        return this;
    }

    public TrainingOptionsBuilder gateHidden(int value) {
        gateHidden = value;
        return this;
    }

    public TrainingOptionsBuilder gateStart(GateStart value) {
        gateStart = value;
        return this;
    }

    public TrainingOptionsBuilder activation(Activation value) {
        activation = value;
        return this;
    }

    public TrainingOptionsBuilder balance(Balance value) {
        balance = value;
        return this;
    }

    public TrainingOptionsBuilder epochs(int value) {
        epochs = value;
        return this;
    }

    public TrainingOptionsBuilder batchRows(int value) {
        batchRows = value;
        return this;
    }

    public TrainingOptionsBuilder learningRate(double value) {
        learningRate = value;
        return this;
    }

    public TrainingOptionsBuilder weightDecay(double value) {
        weightDecay = value;
        return this;
    }

    public TrainingOptionsBuilder dropout(double value) {
        dropout = value;
        return this;
    }

    public TrainingOptionsBuilder text(TextShape value) {
        text = value;
        return this;
    }

    public TrainingOptionsBuilder threads(int value) {
        threads = value;
        return this;
    }

    /// The options.
    ///
    /// @throws dev.witan.engine.error.WitanException INVALID_CONFIGURATION naming option, rule and value
    public TrainingOptions build() {
        return new TrainingOptions(
                target,
                kind,
                seed,
                experts,
                shapes,
                fanOut,
                gateHidden,
                gateStart,
                activation,
                balance,
                SCORE_LOSS,
                epochs,
                batchRows,
                learningRate,
                weightDecay,
                dropout,
                VALIDATION_SHARE,
                text,
                threads);
    }
}
