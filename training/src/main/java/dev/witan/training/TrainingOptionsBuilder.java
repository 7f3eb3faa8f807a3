// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.kernels.Activation;
import dev.witan.training.balance.Balance;
import dev.witan.training.data.TargetKind;
import dev.witan.training.step.Choice;
import dev.witan.training.step.Trial;
import dev.witan.training.text.TextShape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Collects [TrainingOptions], whose documentation tells what each of them means. What is not said keeps its default;
/// [#build] checks all of them together. Owned by one thread.
public final class TrainingOptionsBuilder {
    private static final double VALIDATION_SHARE = 0.15;
    private static final GateOptions GATE = GateOptions.DEFAULTS;
    private static final OptimiserOptions OPTIMISER = OptimiserOptions.DEFAULTS;

    private final String target;
    private @Nullable TargetKind kind;
    private TaskOptions tasks = TaskOptions.DEFAULTS;
    private long seed = 1;
    private int experts;
    private List<ExpertShape> shapes = List.of();
    private int fanOut;
    private int gateHidden = GATE.hidden();
    private GateStart gateStart = GATE.start();
    private int groups = GATE.groups();
    private int groupsChosen = GATE.groupsChosen();
    private Trial trial = GATE.trial();
    private double temperature = GATE.temperature();
    private Choice choice = GATE.choice();
    private Activation activation = Activation.GELU;
    private @Nullable Balance balance;
    private double balanceStrength;
    private double scoreLoss = BalanceOptions.DEFAULTS.scoreLoss();
    private int epochs = OPTIMISER.epochs();
    private int patience = OPTIMISER.patience();
    private int batchRows = OPTIMISER.batchRows();
    private double learningRate = OPTIMISER.learningRate();
    private Schedule schedule = OPTIMISER.schedule();
    private double weightDecay = OPTIMISER.weightDecay();
    private double dropout = OPTIMISER.dropout();
    private double clip = OPTIMISER.clip();
    private double gateMomentum = OPTIMISER.gateMomentum();
    private int turns = OPTIMISER.turns();
    private RowOptions rows = RowOptions.USUAL;
    private TextShape text = TextShape.usual();
    private int threads = Runtime.getRuntime().availableProcessors();

    TrainingOptionsBuilder(String target) {
        this.target = target;
    }

    public TrainingOptionsBuilder kind(TargetKind value) {
        kind = value;
        return this;
    }

    public TrainingOptionsBuilder tasks(TaskOptions value) {
        tasks = value;
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

    public TrainingOptionsBuilder groups(int value) {
        groups = value;
        return this;
    }

    public TrainingOptionsBuilder groupsChosen(int value) {
        groupsChosen = value;
        return this;
    }

    public TrainingOptionsBuilder trial(Trial value) {
        trial = value;
        return this;
    }

    public TrainingOptionsBuilder temperature(double value) {
        temperature = value;
        return this;
    }

    public TrainingOptionsBuilder choice(Choice value) {
        choice = value;
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

    public TrainingOptionsBuilder balanceStrength(double value) {
        balanceStrength = value;
        return this;
    }

    public TrainingOptionsBuilder scoreLoss(double value) {
        scoreLoss = value;
        return this;
    }

    public TrainingOptionsBuilder epochs(int value) {
        epochs = value;
        return this;
    }

    public TrainingOptionsBuilder patience(int value) {
        patience = value;
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

    public TrainingOptionsBuilder schedule(Schedule value) {
        schedule = value;
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

    public TrainingOptionsBuilder clip(double value) {
        clip = value;
        return this;
    }

    public TrainingOptionsBuilder gateMomentum(double value) {
        gateMomentum = value;
        return this;
    }

    public TrainingOptionsBuilder turns(int value) {
        turns = value;
        return this;
    }

    public TrainingOptionsBuilder rows(RowOptions value) {
        rows = value;
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
                tasks,
                seed,
                experts,
                shapes,
                fanOut,
                new GateOptions(gateHidden, gateStart, groups, groupsChosen, trial, temperature, choice),
                activation,
                new BalanceOptions(balance, balanceStrength, scoreLoss),
                new OptimiserOptions(
                        epochs,
                        patience,
                        batchRows,
                        learningRate,
                        schedule,
                        weightDecay,
                        dropout,
                        clip,
                        gateMomentum,
                        turns),
                VALIDATION_SHARE,
                rows,
                text,
                threads);
    }
}
