// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks.libtorch;

import dev.witan.engine.Mixture;
import dev.witan.engine.encode.ColumnSpec;
import dev.witan.engine.encode.TableEncoder;
import dev.witan.engine.expert.FfnExpert;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.Linear;
import dev.witan.training.data.Table;
import dev.witan.training.data.TableColumn;
import dev.witan.training.data.Target;
import dev.witan.training.data.TargetReader;
import dev.witan.training.features.Features;
import java.util.List;

/// What both sides learn: the rows of a corpus as a release encodes them, their labels, and the form of its experts.
///
/// @param name of the mixture
/// @param features the columns of the corpus, for their encoder
/// @param rows encoded values, row after row
/// @param dimensions values per row
/// @param target labels
/// @param hidden per expert the widths of its hidden layers
/// @param activation of the hidden layers
/// @param fanOut how many experts a row goes to
@SuppressWarnings("ArrayRecordComponent") // never compared
record LearningTask(
        String name,
        Features features,
        float[] rows,
        int dimensions,
        Target target,
        List<List<Integer>> hidden,
        Activation activation,
        int fanOut) {
    static LearningTask of(Mixture mixture, Table table, String label, int rows) {
        TableEncoder encoder = (TableEncoder) mixture.encoder();
        List<String> names = encoder.columns().stream().map(ColumnSpec::name).toList();
        float[] encoded = new float[rows * encoder.dimensions()];
        encoder.encode(table.request(names, 0, rows), encoded);
        List<TableColumn> columns = names.stream().map(table::require).toList();
        List<FeedForward> experts = mixture.layer().experts().stream()
                .map(expert -> (FeedForward) ((FfnExpert) expert).network())
                .toList();
        return new LearningTask(
                mixture.name(),
                new Features(encoder, columns),
                encoded,
                encoder.dimensions(),
                TargetReader.read(table, label, null),
                experts.stream().map(LearningTask::hidden).toList(),
                experts.getFirst().layers().getFirst().activation(),
                mixture.layer().router().fanOut());
    }

    private static List<Integer> hidden(FeedForward network) {
        return network.layers().stream()
                .limit(network.layers().size() - 1L)
                .map(Linear::outputs)
                .toList();
    }

    int count() {
        return rows.length / dimensions;
    }

    int outputs() {
        return target.classes().size() == 2 ? 1 : target.classes().size();
    }
}
