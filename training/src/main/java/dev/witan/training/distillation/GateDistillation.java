// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.distillation;

import dev.witan.engine.Mixture;
import dev.witan.engine.MoeLayer;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.gate.Gate;
import dev.witan.engine.gate.HierarchicalGate;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.engine.gate.TwoPrecisionGate;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import dev.witan.training.EncodedRows;
import dev.witan.training.ProgressListener;
import dev.witan.training.data.Table;
import dev.witan.training.network.SeededNumbers;
import dev.witan.training.network.TrainableNetwork;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Teaches a smaller gate to send rows where a mixture's own gate sends them, from rows without labels.
public final class GateDistillation {
    /// The student that is looked for where no shape is asked: at least that many times fewer multiply-adds.
    public static final int FEWER = 10;

    /// And at least that share of the teacher's experts.
    public static final double RECALL_MIN = 0.9;

    private static final int ROWS_MIN = 100;
    private static final double MEASURED = 0.25;
    /// Of the rows that are not measured on, where there is a choice.
    private static final double CHOSEN_BY = 0.1;
    /// How many times as many steps the best student learns where none is good enough.
    private static final int LONGER = 3;

    private final Arena arena;
    private final Mixture mixture;
    private final MoeLayer layer;
    private final GateOptions options;
    private final EncodedRows rows;
    private final int[] measured;
    private final int[] choosing;
    private final GateLessons lessons;
    private final GateTeacher teacher;
    private final GateMeter meter;
    private final GateMeter chooser;
    private final List<GateReport.Tried> tried = new ArrayList<>();
    private final List<TrainableNetwork> students = new ArrayList<>();

    private GateDistillation(Arena arena, Mixture mixture, Table table, GateOptions options) {
        this.arena = arena;
        this.mixture = mixture;
        this.layer = mixture.layer();
        this.options = options;
        this.rows = EncodedRows.of(arena, mixture, table, ROWS_MIN, "to distil a gate");
        EncodedRows.Parts parts = rows.parts(MEASURED, options.seed());
        int[] others = parts.learned();
        new SeededNumbers(options.seed(), 0xC4005E).shuffle(others, others.length);
        int apart = options.hidden().isPresent() ? 0 : (int) Math.ceil(CHOSEN_BY * others.length);
        this.measured = parts.measured();
        this.choosing = Arrays.copyOf(others, apart);
        int[] known = Arrays.copyOfRange(others, apart, others.length);
        Arrays.sort(known);
        this.lessons = GateLessons.of(arena, rows.values(), mixture.encoder().columns(), known, options.seed());
        this.teacher = new GateTeacher(arena, layer.kernels(), layer.gate(), layer.router(), lessons.values());
        this.meter = new GateMeter(layer.kernels(), layer.router(), rows.values(), measured);
        this.chooser = new GateMeter(layer.kernels(), layer.router(), rows.values(), choosing);
    }

    /// Trains a student, and measures it on a quarter of the rows, which nothing is learned from or chosen by: where
    /// several students are tried, a tenth of the others tells which is the one.
    ///
    /// @param arena for the student's weights
    /// @param target the column with the labels, for the quality of the mixture under both gates; empty for none
    public static DistilledGate distil(
            Arena arena,
            Mixture mixture,
            Table table,
            Optional<String> target,
            GateOptions options,
            ProgressListener listener) {
        requireOneTask(mixture);
        if (mixture.layer().gate() instanceof HierarchicalGate) {
            throw WitanException.invalidInput(
                    "the gate of '%s' is hierarchical and looks into some groups only: a gate".formatted(mixture.name())
                            + " that is to be distilled must score every expert");
        }
        GateDistillation distillation = new GateDistillation(arena, mixture, table, options);
        TaskMeter task = new TaskMeter(mixture, table, target, distillation.rows, options.threads());
        return distillation.distil(task, listener);
    }

    /// A student learns rows by themselves, and rows of several tasks differ in what is asked of them.
    static void requireOneTask(Mixture mixture) {
        if (!mixture.head().tasks().isEmpty()) {
            throw WitanException.invalidInput(
                    "a mixture of several tasks cannot be distilled: '%s'".formatted(mixture.name()));
        }
    }

    private DistilledGate distil(TaskMeter task, ProgressListener listener) {
        List<Integer> widths = widths();
        for (int i = 0; i < widths.size() && !isGoodEnough(); i++) {
            attempt(widths.get(i), options.steps(), listener);
        }
        if (widths.size() > 1 && !isGoodEnough()) {
            attempt(best().hidden(), (int) Math.min(GateOptions.STEPS_MAX, (long) LONGER * options.steps()), listener);
        }
        return distilled(students.get(tried.indexOf(taken())), task);
    }

    private void attempt(int hidden, int steps, ProgressListener listener) {
        TrainableNetwork student = student(hidden);
        String what = hidden == 0 ? "linear gate" : "gate with " + hidden + " hidden";
        new Student(
                        arena,
                        layer.kernels(),
                        student,
                        lessons.values(),
                        new GateLoss(teacher, options.temperature(), options.ranking()))
                .learn(lessons.learned().clone(), steps, options.seed(), what, listener);
        double recall = choosing.length == 0
                ? Double.NaN
                : GateMeter.recall(chooser.choices(layer.gate()), chooser.choices(new NetworkGate(student.serving())));
        students.add(student);
        tried.add(new GateReport.Tried(hidden, steps, recall));
    }

    /// The one that finds the most, or the one that learned longer if chance may have it that it finds less.
    private GateReport.Tried taken() {
        GateReport.Tried last = tried.getLast();
        boolean isLonger = last.steps() > tried.getFirst().steps();
        return isLonger && last.recall() >= best().recall() - doubt(best().recall()) ? last : best();
    }

    private GateReport.Tried best() {
        return Collections.max(tried, Comparator.comparingDouble(GateReport.Tried::recall));
    }

    private boolean isGoodEnough() {
        return tried.stream().anyMatch(it -> it.recall() - doubt(it.recall()) >= RECALL_MIN);
    }

    /// How far a recall may be from that of other rows, at two standard errors of as many draws.
    private double doubt(double recall) {
        double draws = (double) choosing.length * layer.router().fanOut();
        return 2 * Math.sqrt(recall * (1 - recall) / draws);
    }

    private DistilledGate distilled(TrainableNetwork student, TaskMeter task) {
        FeedForward network = student.serving();
        Gate gate = new NetworkGate(network);
        int[][] wanted = meter.choices(layer.gate());
        int[][] found = meter.choices(gate);
        GateReport.Cost[] costs = meter.costs(layer.gate(), teacherWork(), gate, network.multiplyAddsPerRow());
        GateReport report = new GateReport(
                rows.count() - measured.length - choosing.length,
                choosing.length,
                measured.length,
                layer.router().fanOut(),
                GateMeter.recall(wanted, found),
                meter.regret(teacher, wanted, found),
                task.quality(layer, measured),
                task.quality(layer.with(gate, layer.experts()), measured),
                costs[0],
                costs[1],
                tried);
        List<Integer> hidden = student.layers().subList(0, student.layers().size() - 1).stream()
                .map(it -> it.outputs())
                .toList();
        return new DistilledGate(network, hidden, activation(), report);
    }

    /// The widths to be tried, cheapest first.
    private List<Integer> widths() {
        if (options.hidden().isPresent()) {
            return List.of(options.hidden().orElseThrow());
        }
        long perHidden = mixture.encoder().dimensions() + (long) teacher.experts();
        long linear = (long) mixture.encoder().dimensions() * teacher.experts();
        long most = teacherWork() == 0 ? 16 : teacherWork() / FEWER / perHidden;
        List<Integer> widths = new ArrayList<>();
        if (teacherWork() == 0 || FEWER * linear <= teacherWork()) {
            widths.add(0);
        }
        for (long width : new long[] {most / 2, most}) {
            if (width >= 1) {
                widths.add((int) Math.min(width, GateOptions.HIDDEN_MAX));
            }
        }
        widths.sort(Comparator.comparingLong(width -> width == 0 ? linear : width * perHidden));
        if (widths.isEmpty()) {
            widths.add(0);
        }
        return widths;
    }

    private TrainableNetwork student(int hidden) {
        return TrainableNetwork.random(
                arena,
                "gate",
                mixture.encoder().dimensions(),
                hidden == 0 ? List.of() : List.of(hidden),
                teacher.experts(),
                activation(),
                new SeededNumbers(options.seed(), hidden, 0x6A7E),
                1);
    }

    private Activation activation() {
        return network()
                .map(it -> it.layers().getFirst().activation())
                .filter(it -> it != Activation.IDENTITY)
                .orElse(Activation.GELU);
    }

    private long teacherWork() {
        return network().map(FeedForward::multiplyAddsPerRow).orElse(0L);
    }

    private Optional<FeedForward> network() {
        return switch (layer.gate()) {
            case NetworkGate one -> Optional.of(one.network());
            case TwoPrecisionGate two -> Optional.of(two.network());
            default -> Optional.empty();
        };
    }
}
