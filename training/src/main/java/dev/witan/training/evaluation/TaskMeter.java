// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import dev.witan.engine.expert.Expert;
import dev.witan.training.data.Target;
import dev.witan.training.data.TargetKind;
import dev.witan.training.statistics.Normal;
import dev.witan.training.step.Predictor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// Everything that is noted of one task, or of a mixture that has only one. Rows without a label of the task are
/// routed, but in no other figure. Owned by one thread.
final class TaskMeter {
    private static final int PATTERNS_SHOWN = 20;

    private final TaskView view;
    private final String name;
    private final TargetKind kind;
    private final List<Expert> experts;
    private final Answers answers;
    private final BitSet labelled = new BitSet();
    private final PatternCounter patterns;
    private final LoadMeter loads;
    private final @Nullable CoverageMeter labels;
    private final @Nullable AloneSample alone;

    /// @param predictor of the mixture; `null` if experts are not to be looked at
    TaskMeter(TaskView view, Target target, Arena arena, RowPages memory, @Nullable Predictor predictor) {
        this.view = view;
        this.name = target.name();
        this.kind = target.kind();
        this.experts = view.mixture().layer().experts();
        this.answers = Answers.of(target, memory);
        this.patterns = new PatternCounter(memory);
        this.loads = new LoadMeter(arena, view.mixture().layer());
        this.labels = predictor == null
                ? null
                : new CoverageMeter(
                        Bins.ofLabels(target.name(), view.head()),
                        experts.stream().map(Expert::id).toList());
        this.alone = predictor == null ? null : new AloneSample(view, predictor, target, memory);
    }

    TaskView view() {
        return view;
    }

    PatternCounter patterns() {
        return patterns;
    }

    LoadMeter loads() {
        return loads;
    }

    /// Adds records that were routed before.
    ///
    /// @param first number of the first of them among all that were answered
    /// @param rows of the target that they are
    /// @param encoded as the gate takes them for this task
    /// @param outputs judged ones
    void add(int first, Target target, int[] rows, float[][] encoded, float[] outputs) {
        int width = target.outputs();
        List<Integer> known = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            if (target.kind() == TargetKind.MULTI_LABEL || target.isLabelled(rows[i])) {
                labelled.set(first + i);
                known.add(i);
                answers.add(outputs, i * width, target, rows[i]);
                note(target, rows[i], patterns.pattern(first + i));
            } else {
                answers.kept().addNothing();
            }
        }
        if (alone != null) {
            alone.add(first, known, encoded, outputs, target, rows);
        }
    }

    private void note(Target target, int row, List<Integer> seenBy) {
        if (labels == null) {
            return;
        }
        switch (target.kind()) {
            case BINARY, MULTI_CLASS -> labels.add(target.classes().get(target.classOf(row)), seenBy);
            case MULTI_LABEL -> {
                for (int label = 0; label < target.classes().size(); label++) {
                    if (target.holds(row, label)) {
                        labels.add(target.classes().get(label), seenBy);
                    }
                }
            }
            case REGRESSION, QUANTILE -> labels.add(Double.toString(target.value(row)), seenBy);
            case MULTI_TASK -> throw new IllegalStateException("a task must not be made of tasks");
        }
    }

    /// How much there is to be done for [#figures].
    int steps(List<Labelled> cohorts) {
        return 1 + experts.size() + Math.min(PATTERNS_SHOWN, patterns.size()) + cohorts.size();
    }

    /// @param ended told of each step
    TaskFigures figures(List<Labelled> cohorts, double confidence, Runnable ended) {
        double reach = Normal.reach(confidence, 1);
        IntPredicate all = labelled::get;
        Measures measures = answers.measures(all, reach);
        Anatomy anatomy = answers.anatomy(all, reach);
        ended.run();
        List<CohortColumn> columns = new ArrayList<>();
        CohortColumn.Firsts firsts = new CohortColumn.Firsts(
                patterns, patterns.rows(), experts.stream().map(Expert::id).toList());
        for (Labelled cohort : cohorts) {
            columns.add(CohortColumn.of(cohort, answers, all, confidence, firsts));
            ended.run();
        }
        return new TaskFigures(
                name,
                kind,
                measures,
                anatomy,
                explained(anatomy, measures),
                alone == null ? List.of() : experts(alone, reach, ended),
                alone == null ? measures : alone.together(reach),
                patterns(reach, ended),
                columns,
                Optional.ofNullable(labels).map(CoverageMeter::coverage),
                view.each() > 1 ? Optional.of(loads.figures(patterns.size())) : Optional.empty());
    }

    /// What is explained that the labels' frequencies, their mean or their quantiles alone would not explain.
    private static double explained(Anatomy anatomy, Measures measures) {
        return switch (anatomy) {
            case Anatomy.Binary binary -> ofEntropy(binary.perClass(), measures);
            case Anatomy.Classes classes -> ofEntropy(classes.perClass(), measures);
            case Anatomy.Numbers _ -> orNothing(measures.of(Measure.R2).value());
            case Anatomy.Quantiles _ -> orNothing(measures.of(Measure.SKILL).value());
            case Anatomy.Labels _ -> {
                double auc = measures.of(Measure.AUC).value();
                yield Double.isNaN(auc) ? -measures.of(Measure.LOG_LOSS).value() : auc;
            }
        };
    }

    private static double ofEntropy(List<Anatomy.ClassFigures> classes, Measures measures) {
        double entropy = 0;
        for (Anatomy.ClassFigures one : classes) {
            double share = (double) one.rows() / measures.rows();
            entropy -= share > 0 ? share * StrictMath.log(share) : 0;
        }
        return entropy > 0 ? 1 - measures.of(Measure.LOG_LOSS).value() / entropy : 0;
    }

    private static double orNothing(double explained) {
        return Double.isNaN(explained) ? 0 : explained;
    }

    private List<ExpertFigures> experts(AloneSample sample, double reach, Runnable ended) {
        List<ExpertFigures> figures = new ArrayList<>();
        for (int expert = 0; expert < experts.size(); expert++) {
            BitSet sets = patterns.with(expert);
            Measures answered = answers.measures(row -> labelled.get(row) && sets.get(patterns.place(row)), reach);
            figures.add(new ExpertFigures(experts.get(expert).id(), answered, sample.alone(expert, reach)));
            ended.run();
        }
        return figures;
    }

    private List<PatternFigures> patterns(double reach, Runnable ended) {
        List<Integer> order = patterns.byFrequency();
        List<PatternFigures> figures = new ArrayList<>();
        for (int place : order.subList(0, Math.min(PATTERNS_SHOWN, order.size()))) {
            List<String> ids = patterns.experts(place).stream()
                    .map(expert -> experts.get(expert).id())
                    .toList();
            figures.add(new PatternFigures(
                    ids, answers.measures(row -> labelled.get(row) && patterns.place(row) == place, reach)));
            ended.run();
        }
        return figures;
    }
}
