// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.engine.encode.TableEncoder;
import dev.witan.engine.error.Suggestion;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.routing.Router;
import dev.witan.kernels.Activation;
import dev.witan.kernels.Kernels;
import dev.witan.model.config.EncodedColumn;
import dev.witan.model.config.EncoderConfig;
import dev.witan.model.config.ExpertConfig;
import dev.witan.model.config.GateConfig;
import dev.witan.model.config.HeadConfig;
import dev.witan.model.config.MixtureConfig;
import dev.witan.training.checkpoint.Checkpoints;
import dev.witan.training.data.Table;
import dev.witan.training.data.TableColumn;
import dev.witan.training.data.Target;
import dev.witan.training.data.TargetKind;
import dev.witan.training.data.TargetReader;
import dev.witan.training.features.EmbeddingGradients;
import dev.witan.training.features.Features;
import dev.witan.training.network.FlatGate;
import dev.witan.training.network.SeededNumbers;
import dev.witan.training.network.TrainableNetwork;
import dev.witan.training.report.ChatReport;
import dev.witan.training.step.Crew;
import dev.witan.training.step.Predictor;
import dev.witan.training.step.RoutingWatch;
import dev.witan.training.step.RowLabels;
import dev.witan.training.step.SingleObjective;
import dev.witan.training.step.TableBatches;
import dev.witan.training.step.TrainableExpert;
import dev.witan.training.step.TrainableMixture;
import dev.witan.training.text.TextShape;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;

/// Trains the gate of a chat mixture from texts and the names of the experts that should answer them: the encoder's
/// embeddings and the gate at once, by cross-entropy over the experts, as a network of one expert whose outputs become
/// the gate's scores. The same table, configuration and seed give the same bits, with any number of threads.
///
/// The scores are then divided by one number, the temperature that makes their softmax tell held-out texts best (Guo et
/// al. 2017), so that a confidence of 0.9 is right in nine of ten cases.
public final class ChatTrainer {
    private static final String GATE = "gate";

    /// Into which its progress is divided.
    private static final long STEPS = 10_000;

    private static final double VALIDATION_SHARE = 0.15;
    private static final double WEIGHT_SCALE = 0.5;
    private static final double GRAM_SCALE = 0.05;
    private static final double TAKEN_SHARE = 0.2;

    private final Table table;
    private final MixtureConfig config;
    private final TrainingOptions options;
    private final Kernels kernels;
    private final HeadConfig.Chat head;
    private final EncodedColumn.Text column;
    private final Target target;

    private ChatTrainer(Table table, MixtureConfig config, TrainingOptions options, Kernels kernels) {
        this.table = table;
        this.config = config;
        this.options = options;
        this.kernels = kernels;
        this.head = head(config);
        this.column = column(config);
        this.target = target();
    }

    /// Trains the gate of the mixture that is configured.
    ///
    /// @param config of a chat mixture; what it says of encoder, gate, experts and head holds
    /// @param options whose target names the column of the experts
    /// @throws WitanException INVALID_INPUT when table and configuration do not go together
    public static TrainedChat train(
            Table table, MixtureConfig config, TrainingOptions options, ProgressListener listener, Kernels kernels) {
        return new ChatTrainer(table, config, options, kernels).train(listener);
    }

    private static HeadConfig.Chat head(MixtureConfig config) {
        if (config.spec().head() instanceof HeadConfig.Chat chat) {
            return chat;
        }
        throw WitanException.invalidInput(
                "the gate alone is trained for a chat mixture: the head of '%s' is of another kind"
                        .formatted(config.name()));
    }

    private static EncodedColumn.Text column(MixtureConfig config) {
        if (config.spec().encoder() instanceof EncoderConfig.Table(var columns)
                && columns.getFirst() instanceof EncodedColumn.Text text) {
            return text;
        }
        throw WitanException.invalidInput(
                "a chat mixture reads one column of text: '%s' does not".formatted(config.name()));
    }

    private Target target() {
        Target found = TargetReader.read(table, options.target(), TargetKind.MULTI_CLASS);
        if (table.rows() < Trainer.ROWS_MIN) {
            throw WitanException.invalidInput("%s: a training needs at least %d rows: %d"
                    .formatted(table.source(), Trainer.ROWS_MIN, table.rows()));
        }
        List<String> experts = experts();
        for (String label : found.classes()) {
            if (!experts.contains(label)) {
                throw WitanException.invalidInput(
                        "%s, column '%s': a label must be an expert of the mixture: '%s'%s (experts: %s)"
                                .formatted(
                                        table.source(),
                                        found.name(),
                                        label,
                                        Suggestion.hint(label, experts),
                                        String.join(", ", experts)));
            }
        }
        return found;
    }

    private List<String> experts() {
        return config.spec().experts().stream().map(ExpertConfig::id).toList();
    }

    private TableColumn.Texts texts() {
        return switch (table.require(column.name())) {
            case TableColumn.Texts texts -> texts;
            case TableColumn.Numbers _, TableColumn.Dates _, TableColumn.Images _ ->
                throw WitanException.invalidInput("%s, column '%s': a chat mixture's gate reads texts: these are none"
                        .formatted(table.source(), column.name()));
        };
    }

    private static Progress progress(ProgressListener listener) {
        Progress progress = new Progress(listener, TargetKind.MULTI_CLASS, 1);
        progress.expect(Map.of(GATE, STEPS));
        return progress;
    }

    private TrainedChat train(ProgressListener listener) {
        long started = System.nanoTime();
        Split split = Split.of(target, VALIDATION_SHARE, options.seed());
        TrainingOptions fitted = TrainingOptions.predict(options.target())
                .kind(TargetKind.MULTI_CLASS)
                .seed(options.seed())
                .threads(options.threads())
                .epochs(options.optimiser().epochs())
                .text(new TextShape(column.grams(), column.dimensions(), GRAM_SCALE, TAKEN_SHARE))
                .build();
        TrainingPlan plan = TrainingPlan.of(fitted, 1, split.training().length);
        try (Crew crew = new Crew(options.threads());
                Arena arena = Arena.ofShared()) {
            MixtureInit init = init(arena, plan);
            Labels labels = Labels.of(target, split.training());
            Progress.Run progress = progress(listener).run(GATE, plan.epochs());
            TableBatches source = new TableBatches(
                    init.features(),
                    split.training(),
                    RowLabels.of(labels.standardised(), labels.targets()),
                    plan.batchRows(),
                    options.seed());
            Validation validation = new Validation(
                    arena,
                    kernels,
                    crew,
                    init.mixture(),
                    init.features(),
                    labels,
                    split.validation(),
                    source.rowsMax());
            TrainingRun run = new TrainingRun(
                    arena,
                    kernels,
                    crew,
                    init.mixture(),
                    init.bias(),
                    source,
                    validation,
                    SingleObjective.SOFTMAX,
                    plan,
                    fitted);
            Snapshot best = run.train(progress, Checkpoints.none().of(GATE, Map.of()));
            progress.finished();
            float[] logits = logits(arena, crew, init, split.validation(), best.router());
            double temperature = Temperature.of(logits, target, split.validation());
            ChatReport report = ChatReport.of(
                    table,
                    target,
                    split.training().length,
                    split.validation(),
                    logits,
                    temperature,
                    head,
                    (System.nanoTime() - started) / 1e9);
            return new TrainedChat(config, init.encoder(), gate(init, temperature), options.seed(), report);
        }
    }

    private MixtureInit init(Arena arena, TrainingPlan plan) {
        TableColumn.Texts texts = texts();
        TableEncoder encoder = plan.encoders().fitText(texts, new SeededNumbers(options.seed(), 1));
        Features features = new Features(encoder, List.of(texts));
        int inputs = encoder.dimensions();
        SeededNumbers random = new SeededNumbers(options.seed(), 3, 0);
        TrainableNetwork scorer = TrainableNetwork.random(
                arena, GATE, inputs, hidden(), target.classes().size(), activation(), random, WEIGHT_SCALE);
        TrainableNetwork none = TrainableNetwork.random(
                arena, "none", inputs, List.of(), 1, Activation.IDENTITY, new SeededNumbers(options.seed(), 2), 0);
        TrainableMixture mixture = new TrainableMixture(
                new EmbeddingGradients(features), new FlatGate(none), List.of(new TrainableExpert.Learned(scorer)), 1);
        return new MixtureInit(encoder, features, mixture, new float[1]);
    }

    private List<Integer> hidden() {
        return switch (config.spec().gate()) {
            case GateConfig.Linear _ -> List.of();
            case GateConfig.Mlp mlp -> mlp.hidden();
            case GateConfig.Hierarchical _, GateConfig.Onnx _ ->
                throw WitanException.invalidInput("the gate of a chat mixture must be linear or mlp to be trained: '%s'"
                        .formatted(config.name()));
        };
    }

    private Activation activation() {
        return config.spec().gate() instanceof GateConfig.Mlp mlp ? mlp.activation() : Activation.IDENTITY;
    }

    private float[] logits(Arena arena, Crew crew, MixtureInit init, int[] rows, Router router) {
        Predictor predictor = new Predictor(
                arena,
                kernels,
                crew,
                init.mixture().gate().serving(),
                init.mixture().servingExperts(),
                router,
                Math.min(rows.length, 256));
        return predictor.predict(init.features()::encode, rows, router, RoutingWatch.none());
    }

    private TrainedNetwork gate(MixtureInit init, double temperature) {
        TrainableExpert.Learned scored =
                (TrainableExpert.Learned) init.mixture().experts().getFirst();
        TrainedNetwork scorer = TrainedNetwork.copyOf(scored.network());
        return new ExpertOrder(target.classes(), experts()).gate(scorer, temperature);
    }
}
