// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.engine.Mixture;
import dev.witan.engine.MoeLayer;
import dev.witan.engine.encode.CategoricalEncoder;
import dev.witan.engine.encode.ColumnEncoder;
import dev.witan.engine.encode.DateEncoder;
import dev.witan.engine.encode.Encoder;
import dev.witan.engine.encode.ImageEncoder;
import dev.witan.engine.encode.NumericEncoder;
import dev.witan.engine.encode.TableEncoder;
import dev.witan.engine.encode.TextEncoder;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.Forest;
import dev.witan.engine.gate.TaskGate;
import dev.witan.engine.response.BinaryHead;
import dev.witan.engine.response.ChatHead;
import dev.witan.engine.response.Head;
import dev.witan.engine.response.MultiClassHead;
import dev.witan.engine.response.MultiLabelHead;
import dev.witan.engine.response.QuantileHead;
import dev.witan.engine.response.RegressionHead;
import dev.witan.engine.response.TasksHead;
import dev.witan.engine.response.VectorHead;
import dev.witan.model.config.EncodedColumn;
import dev.witan.model.config.EncoderConfig;
import dev.witan.model.config.ExpertConfig;
import dev.witan.model.config.HeadConfig;
import dev.witan.model.config.MixtureSpec;
import java.util.List;

/// Refuses a mixture in memory that is not what its configuration says, so that a release never contradicts itself.
final class ConfigurationFit {
    private ConfigurationFit() {}

    static void require(MixtureSpec spec, Mixture mixture) {
        requireEncoder(spec.encoder(), mixture.encoder());
        MoeLayer layer = mixture.layer();
        int dimensions = mixture.encoder().dimensions();
        requireEqual("fanOut", layer.router().fanOut(), spec.routing().fanOut());
        GateShapes.require(spec, dimensions, layer.gate());
        List<String> ids = layer.experts().stream().map(Expert::id).toList();
        requireEqual(
                "experts", ids, spec.experts().stream().map(ExpertConfig::id).toList());
        for (int i = 0; i < ids.size(); i++) {
            if (spec.experts().get(i) instanceof ExpertConfig.Ffn ffn) {
                NetworkShape.expert(ffn, dimensions, spec.head().outputs())
                        .require(
                                "expert '" + ids.get(i) + "'",
                                ReleaseWriter.ffn(layer.experts().get(i)).network());
            } else if (spec.experts().get(i) instanceof ExpertConfig.Trees) {
                Forest forest = ReleaseWriter.forest(layer.experts().get(i));
                String what = "expert '" + ids.get(i) + "': ";
                requireEqual(what + "inputs", forest.inputs(), dimensions);
                requireEqual(what + "outputs", forest.outputs(), spec.head().outputs());
            }
        }
        requireEqual("head", head(mixture), spec.head());
    }

    private static void requireEncoder(EncoderConfig config, Encoder encoder) {
        switch (config) {
            case EncoderConfig.Table(var columns) -> requireColumns(columns, ReleaseWriter.tableEncoder(encoder));
            case EncoderConfig.Vector(var _, int dimensions, var _) ->
                requireEqual("dimensions", encoder.dimensions(), dimensions);
        }
    }

    private static void requireColumns(List<EncodedColumn> configured, TableEncoder encoder) {
        List<ColumnEncoder> found = encoder.encoders();
        requireEqual("number of columns", found.size(), configured.size());
        for (int i = 0; i < found.size(); i++) {
            if (!fits(found.get(i), configured.get(i))) {
                throw new IllegalArgumentException("column %d must be as configured, %s: %s"
                        .formatted(i, configured.get(i), found.get(i).spec()));
            }
        }
    }

    /// Bins may be fewer than configured: equal quantiles make one.
    private static boolean fits(ColumnEncoder found, EncodedColumn configured) {
        boolean sameKind = switch (configured) {
            case EncodedColumn.Numeric most ->
                found instanceof NumericEncoder numeric && numeric.edges().length <= most.bins() + 1;
            case EncodedColumn.Date(var _, int bins, boolean hours, var pattern) ->
                found instanceof DateEncoder date
                        && date.days().edges().length <= bins + 1
                        && (date.detail() == DateEncoder.Detail.HOURS) == hours
                        && date.form().pattern().equals(pattern);
            case EncodedColumn.Categorical categorical ->
                found instanceof CategoricalEncoder && found.spec().width() == categorical.dimensions();
            case EncodedColumn.Text(var _, var grams, var dimensions) ->
                found instanceof TextEncoder text
                        && text.grams().equals(grams)
                        && text.spec().width() == dimensions;
            case EncodedColumn.Image(var _, int width, int height, var colour) ->
                found instanceof ImageEncoder image
                        && image.width() == width
                        && image.height() == height
                        && image.colour().name().equals(colour.name());
        };
        return sameKind && found.spec().name().equals(configured.name());
    }

    static HeadConfig head(Mixture mixture) {
        if (mixture.head() instanceof TasksHead tasks && mixture.layer().gate() instanceof TaskGate gate) {
            return TaskFormat.config(
                    tasks,
                    gate,
                    mixture.layer().experts().stream().map(Expert::id).toList());
        }
        return head(mixture.head());
    }

    /// A head that predicts one thing.
    static HeadConfig head(Head head) {
        return switch (head) {
            case BinaryHead binary -> new HeadConfig.Binary(binary.classes());
            case MultiClassHead multiClass -> new HeadConfig.MultiClass(multiClass.classes(), multiClass.titles());
            case MultiLabelHead(var labels, var separator) -> new HeadConfig.MultiLabel(labels, separator);
            case QuantileHead(var levels, double _, double _) -> new HeadConfig.Quantile(levels);
            case RegressionHead _ -> new HeadConfig.Regression();
            case TasksHead _ -> throw new IllegalArgumentException("tasks must each have a gate");
            case ChatHead(double confidence, var fallback) -> new HeadConfig.Chat(confidence, fallback);
            case VectorHead(var name, int width) -> new HeadConfig.Vector(name, width);
        };
    }

    private static void requireEqual(String what, Object found, Object configured) {
        if (!found.equals(configured)) {
            throw new IllegalArgumentException("%s must be as configured, %s: %s".formatted(what, configured, found));
        }
    }
}
