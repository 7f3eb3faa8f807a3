// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.engine.Mixture;
import dev.witan.engine.MoeLayer;
import dev.witan.engine.encode.TableEncoder;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.TreesExpert;
import dev.witan.engine.response.QuantileHead;
import dev.witan.engine.response.RegressionHead;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.Kernels;
import dev.witan.training.checkpoint.Checkpoint;
import dev.witan.training.data.Table;
import dev.witan.training.data.Target;
import dev.witan.training.data.TargetColumns;
import dev.witan.training.data.TargetKind;
import dev.witan.training.data.TargetReader;
import dev.witan.training.features.ColumnSelection;
import dev.witan.training.network.Parameter;
import dev.witan.training.report.EpochReport;
import dev.witan.training.report.Quality;
import dev.witan.training.report.RoutingReport;
import dev.witan.training.report.Specialisation;
import dev.witan.training.report.TrainingReport;
import dev.witan.training.step.BatchSource;
import dev.witan.training.step.BlockBatches;
import dev.witan.training.step.Crew;
import dev.witan.training.step.Frozen;
import dev.witan.training.step.Objective;
import dev.witan.training.step.RoutingMeter;
import dev.witan.training.step.RowLabels;
import dev.witan.training.step.RowObjective;
import dev.witan.training.step.SpecialtyMeter;
import dev.witan.training.step.TableBatches;
import dev.witan.training.step.TaskBatches;
import dev.witan.training.step.TaskObjective;
import dev.witan.training.step.TrainableMixture;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Trains mixtures from tables: the encoder's embeddings, the gate and the experts at once, and beside them a
/// linear and a dense network to compare with. The same table, options and seed give the same bits, on every
/// machine and with any number of threads.
public final class Trainer {
    public static final int ROWS_MIN = 20;

    /// Of the dense network, where no expert has a hidden layer; scaled like theirs.
    private static final List<Integer> DENSE_HIDDEN = List.of(16);

    /// Parts of an epoch that are told of, where epochs are long.
    private static final int EPOCH_PARTS = 200;

    /// Epochs of so many rows are long.
    private static final int LONG_EPOCH_ROWS = 100_000;

    /// Neighbouring rows of a table in files that are read together.
    private static final int BLOCK_ROWS = 1 << 10;

    /// Blocks whose rows are shuffled among each other.
    private static final int BUFFER_BLOCKS = 1 << 8;

    private final Table table;
    private final TrainingInput input;
    private final TrainingOptions options;
    private final Kernels kernels;
    private final Target target;
    private final ColumnSelection selection;
    private final Split split;
    private final Labels labels;
    private final IntToDoubleFunction weights;
    private final TrainingPlan plan;
    private final Progress progress;
    private final boolean isTask;

    private Trainer(TrainingInput input, TrainingOptions options, ProgressListener listener, Kernels kernels) {
        this.table = input.table();
        this.isTask = false;
        this.input = input;
        this.options = options;
        this.kernels = kernels;
        this.target = target();
        if (table.rows() < ROWS_MIN) {
            throw WitanException.invalidInput(
                    "%s: a training needs at least %d rows: %d".formatted(table.source(), ROWS_MIN, table.rows()));
        }
        requireApart();
        requireLabels(input.tests());
        options.tasks().requireFit(target.parts().stream().map(Target::name).toList(), target.name());
        this.selection = switch (input.start()) {
            case TrainingStart.Fresh _ -> ColumnSelection.of(table, options.target(), takenColumns());
            case TrainingStart.From(var mixture) -> ColumnSelection.like(mixture.encoder(), table);
        };
        this.split = input.validation().length == 0
                ? Split.of(table, target, options.rows(), options.validationShare(), options.seed())
                : Split.around(input.validation(), table.rows());
        this.labels = labels();
        this.weights = new RowWeights(table, target, options.rows()).over(split.training());
        this.plan = TrainingPlan.of(
                options,
                input.start(),
                selection.columns().size(),
                split.training().length,
                target.parts().size());
        requireTreesFit();
        boolean isLong = table.isStored() || split.training().length >= LONG_EPOCH_ROWS;
        this.progress = new Progress(listener, target.kind(), isLong ? EPOCH_PARTS : 1);
    }

    /// For one task of several, by itself, on the rows that have its label.
    private Trainer(Trainer whole, Labels task) {
        this.table = whole.table;
        this.isTask = true;
        this.input = whole.input;
        this.options = whole.options;
        this.kernels = whole.kernels;
        this.target = task.target();
        this.selection = whole.selection;
        this.split = whole.split.where(target::isLabelled);
        this.labels = task;
        this.weights = whole.weights;
        this.plan = whole.plan;
        this.progress = whole.progress;
    }

    /// Refuses to use rows by what is to be predicted, which nobody knows when the mixture serves.
    private void requireApart() {
        List<String> targets = TargetColumns.of(table, options.target());
        String by = switch (options.rows().splitBy()) {
            case RowOptions.SplitBy.Group(var column) -> column;
            case RowOptions.SplitBy.Time(var column) -> column;
            case RowOptions.SplitBy.Classes _ -> "";
        };
        for (String column : List.of(by, options.rows().weightColumn())) {
            if (targets.contains(column)) {
                throw WitanException.invalidInput(
                        "%s: rows must be split and weighed by another column than the target: '%s'"
                                .formatted(table.source(), column));
            }
        }
    }

    /// Columns that say how rows are used, and are not there when the mixture serves.
    private Map<String, String> takenColumns() {
        Map<String, String> taken = new HashMap<>();
        taken.put(options.rows().weightColumn(), "it weighs the rows");
        if (options.rows().splitBy() instanceof RowOptions.SplitBy.Group(var column)) {
            taken.put(column, "rows are split by it");
        }
        return taken;
    }

    /// The labels as the release knows them that training starts from.
    private Target target() {
        return switch (input.start()) {
            case TrainingStart.Fresh _ ->
                TargetReader.readAsked(
                        table, options.target(), options.kind(), options.tasks().quantiles());
            case TrainingStart.From(var mixture) -> Evaluation.labels(mixture, table, options.target());
        };
    }

    private Labels labels() {
        if (input.start() instanceof TrainingStart.From(var mixture)) {
            switch (mixture.head()) {
                case RegressionHead(double mean, double deviation) -> {
                    return new Labels(target, mean, deviation, List.of());
                }
                case QuantileHead(var _, double mean, double deviation) -> {
                    return new Labels(target, mean, deviation, List.of());
                }
                default -> {}
            }
        }
        return Labels.of(target, split.training());
    }

    /// Refuses tests that the mixture could not be measured on, before it is trained.
    private void requireLabels(List<Table> tables) {
        tables.forEach(test -> TargetReader.readLike(test, target));
    }

    /// Trains a mixture that predicts the target column of `table`.
    public static TrainedMixture train(
            Table table, TrainingOptions options, ProgressListener listener, Kernels kernels) {
        return train(TrainingInput.of(table), options, listener, kernels);
    }

    /// Trains a mixture.
    public static TrainedMixture train(
            TrainingInput input, TrainingOptions options, ProgressListener listener, Kernels kernels) {
        return new Trainer(input, options, listener, kernels).train();
    }

    /// Trains a dense network on the same rows in the same way as a mixture, to compare it with.
    ///
    /// @param name what it is
    /// @param mixture the report of that mixture
    /// @param parameters how many it is to have, about
    public static TrainingReport.Comparison dense(
            TrainingInput input,
            TrainingOptions options,
            String name,
            TrainingReport mixture,
            long parameters,
            ProgressListener listener,
            Kernels kernels) {
        return new Trainer(input, options, listener, kernels).dense(name, mixture.inputs(), parameters);
    }

    private TrainingReport.Comparison dense(String name, int inputs, long parameters) {
        progress.expect(Map.of(name, workload().alone(inputs, parameters)));
        return compare(new ExpertShape.Network(name, ActiveSize.dense(widest(), inputs, target.outputs(), parameters)));
    }

    private TrainedMixture train() {
        long started = System.nanoTime();
        input.checkpoints().identify(TrainingFacts.of(input, options));
        expect(workload().inputs());
        try (Crew crew = new Crew(options.threads());
                Arena arena = Arena.ofShared()) {
            TableEncoder ready = isEncoderFirst() ? encoder(arena, crew) : null;
            if (hasTrees()) {
                progress.tell(Workload.TREES);
            }
            Fitted mixture =
                    fit(arena, crew, Workload.MIXTURE, plan.experts(), new Basis(input.start(), frozen(), ready));
            long size = ActiveSize.of(mixture.init().mixture(), mixture.routing());
            List<TrainingReport.Comparison> comparisons = new ArrayList<>(compare(crew, size, mixture));
            if (hasTrees()) {
                comparisons.addAll(new AloneTrial(arena, kernels, crew, labels, split, input.tests(), options.threads())
                        .of(mixture.init()));
            }
            double seconds = (System.nanoTime() - started) / 1e9;
            return trained(mixture, report(mixture, size, comparisons, seconds));
        }
    }

    private Workload workload() {
        return new Workload(
                plan,
                split.training().length,
                target.parts().size(),
                selection.columns().size(),
                options.threads());
    }

    /// Says how much work is to come.
    ///
    /// @param inputs width of a row
    private void expect(int inputs) {
        List<String> tasks = target.parts().stream().map(Target::name).toList();
        progress.expect(workload().parts(inputs, target.outputs(), widest(), isEncoderFirst(), tasks));
    }

    /// About how long a training will take, before its table has been read; in nanoseconds of a usual machine.
    ///
    /// @param start what it begins with
    /// @param columns of the table
    /// @param rows of the table
    public static long forecast(TrainingOptions options, TrainingStart start, int columns, long rows) {
        int learned = (int) Math.clamp(
                rows - Math.min(Split.STORED_VALIDATION_MAX, rows * options.validationShare()), 1L, Integer.MAX_VALUE);
        List<String> tasks = List.of(options.target().split(","));
        List<String> parts = tasks.size() > 1 ? tasks : List.of();
        TrainingPlan plan = TrainingPlan.of(options, start, Math.max(1, columns), learned, parts.size());
        Workload workload = new Workload(plan, learned, parts.size(), columns, options.threads());
        boolean hasTrees = plan.experts().stream().anyMatch(ExpertShape.Trees.class::isInstance);
        return workload.parts(workload.inputs(), 1, widest(plan), hasTrees, parts).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /// Refuses trees where they would have to learn what they cannot, before anything is trained.
    private void requireTreesFit() {
        boolean isPlain = List.of(TargetKind.BINARY, TargetKind.MULTI_CLASS, TargetKind.REGRESSION)
                .contains(target.kind());
        if (hasTrees() && !isPlain) {
            throw new WitanException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "trees learn two classes, several classes or a number; leave them out for task " + target.kind());
        }
    }

    private void grown(int forests, int of) {
        progress.tell(Workload.TREES, forests, of);
    }

    private boolean hasTrees() {
        return plan.experts().stream().anyMatch(ExpertShape.Trees.class::isInstance);
    }

    /// Trees ask the encoded row: it must be worth asking before they are grown.
    private boolean isEncoderFirst() {
        return hasTrees() && input.start() instanceof TrainingStart.Fresh;
    }

    /// An encoder that was trained with one network behind it.
    private TableEncoder encoder(Arena arena, Crew crew) {
        List<ExpertShape> network = List.of(new ExpertShape.Network("encoder", widest()));
        Fitted fitted = fit(arena, crew, Workload.ENCODER, network, Basis.NONE);
        return new WarmStart(serving(arena, fitted.init(), fitted.best())).encoder();
    }

    /// What stays as it is: under trees the encoder, too, since they know its rows as they are.
    private Frozen frozen() {
        boolean knowsTrees = input.start() instanceof TrainingStart.From(var mixture)
                && mixture.layer().experts().stream().anyMatch(TreesExpert.class::isInstance);
        Frozen asked = input.frozen();
        return hasTrees() || knowsTrees ? new Frozen(true, asked.gate(), asked.experts()) : asked;
    }

    /// What a network is built on.
    ///
    /// @param encoder that was trained before; `null` for one that `start` knows or makes
    private record Basis(
            TrainingStart start, Frozen frozen, @Nullable TableEncoder encoder) {
        static final Basis NONE = new Basis(TrainingStart.fresh(), Frozen.NOTHING, null);
    }

    /// A network after its training.
    private record Fitted(
            MixtureInit init,
            Snapshot best,
            Quality quality,
            List<Quality> tests,
            RoutingReport routing,
            Specialisation specialisation,
            int epochs,
            List<EpochReport> history,
            GateStart start) {}

    private Fitted fit(Arena arena, Crew crew, String name, List<ExpertShape> shapes, Basis basis) {
        boolean hasTasks = !labels.parts().isEmpty();
        int outputs = hasTasks ? options.tasks().width() : target.outputs();
        TreePlanter trees = new TreePlanter(input.grower(), crew, labels, split, options.seed(), this::grown);
        MixtureInit init = new MixtureStart(
                        arena, selection.columns(), split, labels, plan, options, basis.start(), basis.encoder(), trees)
                .of(shapes, outputs, basis.frozen());
        Map<String, String> given = new GivenFacts(arena, kernels, crew).of(init, split.training());
        Checkpoint checkpoint = input.checkpoints().of(name, given);
        TrainableMixture mixture = init.mixture();
        if (name.equals(Workload.MIXTURE)) {
            expect(init.encoder().dimensions());
            progress.done(Workload.TREES);
        }
        Progress.Run listener = progress.run(name, plan.epochs(), target.kind());
        BatchSource records = new WatchedBatches(source(init), listener);
        BatchSource source = hasTasks ? new TaskBatches(records, labels.starts()) : records;
        Validation validation = new Validation(
                arena, kernels, crew, mixture, init.features(), labels, split.validation(), source.rowsMax());
        boolean isFresh = basis.start() instanceof TrainingStart.Fresh;
        GateStart start = isFresh
                ? new StartingGate(options, labels, split.training(), crew).start(init, shapes)
                : GateStart.RANDOM;
        TrainingRun run = new TrainingRun(
                arena,
                kernels,
                crew,
                mixture,
                init.bias(),
                source,
                validation,
                hasTasks ? objectives(arena, mixture, source.rowsMax()) : RowObjective.of(target),
                plan,
                options);
        Snapshot best = run.train(listener, checkpoint);
        listener.finished();
        RoutingMeter meter = new RoutingMeter(arena, mixture);
        boolean hasClasses = target.kind() == TargetKind.BINARY || target.kind() == TargetKind.MULTI_CLASS;
        SpecialtyMeter specialties = new SpecialtyMeter(
                target, split.validation(), shapes.stream().map(ExpertShape::id).toList());
        Quality quality = validation.quality(best.router(), hasClasses ? meter.and(specialties) : meter);
        List<Quality> onTests = input.tests().stream()
                .map(test -> Evaluation.measure(
                        serving(arena, init, best),
                        test,
                        isTask
                                ? TargetReader.readKnown(test, target.name(), target.kind(), target.classes())
                                : TargetReader.readLike(test, target),
                        options.threads()))
                .toList();
        return new Fitted(
                init,
                best,
                quality,
                onTests,
                meter.report(),
                specialties.report(),
                listener.epochsRun(),
                run.history(),
                start);
    }

    private BatchSource source(MixtureInit init) {
        int[] rows = split.training();
        boolean isLarge = table.isStored() && labels.targets() == 1;
        RowLabels.Targets targets = isLarge
                ? (row, _) -> labels.standardised(row)
                : RowLabels.Targets.of(labels.standardised(), labels.targets());
        RowLabels rowLabels = new RowLabels(targets, labels.targets(), weights);
        return table.isStored()
                ? new BlockBatches(
                        init.features(), rows, rowLabels, plan.batchRows(), options.seed(), BLOCK_ROWS, BUFFER_BLOCKS)
                : new TableBatches(init.features(), rows, rowLabels, plan.batchRows(), options.seed());
    }

    private Objective objectives(Arena arena, TrainableMixture mixture, int rowsMax) {
        return new TaskObjective(
                arena,
                mixture.towers(),
                target.parts().stream().map(RowObjective::of).toList(),
                target.parts().stream()
                        .mapToDouble(part -> options.tasks().weightOf(part.name()))
                        .toArray(),
                rowsMax,
                mixture.experts().size());
    }

    /// A network as it would serve, to be measured.
    private Mixture serving(Arena arena, MixtureInit init, Snapshot best) {
        TrainedGate gate = TrainedGate.copyOf(init.mixture().gate());
        MoeLayer layer = TrainedMixture.layer(gate, experts(init), best.router(), "", kernels, arena);
        return new Mixture("trained", 1, "", init.encoder(), layer, labels.head(towers(init, arena)));
    }

    private static List<FeedForward> towers(MixtureInit init, Arena arena) {
        return init.mixture().towers().stream()
                .map(tower -> TrainedNetwork.copyOf(tower).feedForward(arena))
                .toList();
    }

    private static List<TrainedExpert> experts(MixtureInit init) {
        return init.mixture().experts().stream().map(TrainedExpert::copyOf).toList();
    }

    /// The linear and the dense network, at the same time: neither has experts that could be shared out.
    private List<TrainingReport.Comparison> compare(Crew crew, long size, Fitted mixture) {
        List<Integer> widest = widest();
        int inputs = mixture.init().encoder().dimensions();
        if (!labels.parts().isEmpty()) {
            return compareTasks(
                    crew, widest, inputs, ActiveSize.all(mixture.init().mixture()));
        }
        int outputs = mixture.init().mixture().outputs();
        List<ExpertShape> shapes = List.of(
                ExpertShape.network(Workload.LINEAR),
                new ExpertShape.Network(Workload.DENSE, ActiveSize.dense(widest, inputs, outputs, size)));
        TrainingReport.Comparison[] comparisons = new TrainingReport.Comparison[shapes.size()];
        crew.run(shapes.size(), i -> comparisons[i] = compare(shapes.get(i)));
        return List.of(comparisons);
    }

    /// The hidden layers of the deepest network among the experts.
    private List<Integer> widest() {
        return widest(plan);
    }

    private static List<Integer> widest(TrainingPlan plan) {
        return plan.experts().stream()
                .filter(ExpertShape.Network.class::isInstance)
                .map(shape -> ((ExpertShape.Network) shape).hidden())
                .filter(hidden -> !hidden.isEmpty())
                .max((a, b) -> Integer.compare(a.size(), b.size()))
                .orElse(DENSE_HIDDEN);
    }

    /// For each task a linear and a dense network, those as large together as all of the mixture.
    private List<TrainingReport.Comparison> compareTasks(Crew crew, List<Integer> widest, int inputs, long size) {
        int tasks = labels.parts().size();
        TrainingReport.Comparison[] linear = new TrainingReport.Comparison[tasks];
        TrainingReport.Comparison[] dense = new TrainingReport.Comparison[tasks];
        crew.run(2 * tasks, i -> {
            Trainer alone = new Trainer(this, labels.parts().get(i % tasks));
            String name = alone.target.name();
            if (i < tasks) {
                dense[i] = alone.compare(new ExpertShape.Network(
                        Workload.DENSE + " for " + name,
                        ActiveSize.dense(widest, inputs, alone.target.outputs(), size / tasks)));
            } else {
                linear[i - tasks] = alone.compare(ExpertShape.network(Workload.LINEAR + " for " + name));
            }
        });
        return List.of(together("a linear network per task", linear), together("a dense network per task", dense));
    }

    private TrainingReport.Comparison together(String name, TrainingReport.Comparison[] each) {
        List<Quality> onTests = new ArrayList<>();
        for (int test = 0; test < input.tests().size(); test++) {
            int index = test;
            onTests.add(together(each, other -> other.tests().get(index)));
        }
        long size = Arrays.stream(each)
                .mapToLong(TrainingReport.Comparison::activeParameters)
                .sum();
        return new TrainingReport.Comparison(name, size, together(each, TrainingReport.Comparison::quality), onTests);
    }

    private Quality together(TrainingReport.Comparison[] each, Function<TrainingReport.Comparison, Quality> quality) {
        Map<String, Quality> tasks = new LinkedHashMap<>();
        for (int task = 0; task < each.length; task++) {
            tasks.put(labels.parts().get(task).target().name(), quality.apply(each[task]));
        }
        return new Quality.Tasks(split.validation().length, Double.NaN, tasks);
    }

    private TrainingReport.Comparison compare(ExpertShape shape) {
        try (Crew alone = new Crew(1);
                Arena arena = Arena.ofShared()) {
            Fitted fitted = fit(arena, alone, shape.id(), List.of(shape), Basis.NONE);
            long size = fitted.init().mixture().experts().getFirst().size();
            return new TrainingReport.Comparison(shape.id(), size, fitted.quality(), fitted.tests());
        }
    }

    private TrainedMixture trained(Fitted fitted, TrainingReport report) {
        return new TrainedMixture(
                target.name(),
                target.kind(),
                fitted.init().encoder(),
                TrainedGate.copyOf(fitted.init().mixture().gate()),
                experts(fitted.init()),
                fitted.best().router(),
                labels.head(towers(fitted.init(), Arena.ofAuto())),
                report);
    }

    private List<String> notices(GateStart started) {
        List<String> given = switch (input.start()) {
            case TrainingStart.Fresh _ -> List.of();
            case TrainingStart.From(var mixture) -> new WarmStart(mixture).notices();
        };
        List<String> start = started == GateStart.REGIMES
                ? List.of("the gate began with regimes: parts of the rows with rules of their own")
                : List.of();
        return Stream.of(table.origin().notices(), selection.notices(), given, start)
                .flatMap(List::stream)
                .toList();
    }

    private TrainingReport report(
            Fitted mixture, long active, List<TrainingReport.Comparison> comparisons, double seconds) {
        long parameters = mixture.init().mixture().parameters().stream()
                .mapToLong(Parameter::size)
                .sum();
        return new TrainingReport(
                target.name(),
                options.seed(),
                table.digest(),
                table.rows(),
                split.training().length,
                split.validation().length,
                notices(mixture.start()),
                mixture.init().encoder().dimensions(),
                mixture.epochs(),
                mixture.best().epoch(),
                parameters,
                active,
                mixture.quality(),
                input.tests().stream().map(Table::source).toList(),
                mixture.tests(),
                comparisons,
                mixture.routing(),
                mixture.specialisation(),
                mixture.history(),
                seconds);
    }
}
