// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks.batch;

import dev.witan.engine.Mixture;
import dev.witan.engine.MoeLayer;
import dev.witan.engine.encode.ColumnSpec;
import dev.witan.kernels.Kernels;
import dev.witan.model.load.LoadedMixture;
import dev.witan.model.load.ReleaseLoader;
import dev.witan.model.repository.MixtureRepository;
import dev.witan.training.ads.AdsTraffic;
import dev.witan.training.data.Table;
import dev.witan.training.step.Crew;
import dev.witan.training.step.Predictor;
import dev.witan.training.step.RoutingWatch;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/// How many rows per second the layer of a mixture of ads does alone, on all cores: rows that are encoded already go
/// through gate, router, experts and combination, and nothing else happens.
public final class BareLayer {
    private static final int ROWS = 100_000;
    private static final int ROUNDS = 12;
    private static final int BATCH_ROWS = 256;

    private BareLayer() {}

    /// Prints the rows per second of the best of some rounds, for the mixture `args[1]` of the repository `args[0]`.
    public static void main(String[] args) {
        int threads = Runtime.getRuntime().availableProcessors();
        try (LoadedMixture loaded =
                new ReleaseLoader(Kernels.choose()).load(new MixtureRepository(Path.of(args[0])).find(args[1]))) {
            float[] encoded = encoded(loaded.mixture());
            double best = 0;
            for (int round = 0; round < ROUNDS; round++) {
                long started = System.nanoTime();
                IntStream.range(0, threads).parallel().forEach(_ -> answer(loaded.mixture(), encoded));
                best = Math.max(best, (double) threads * ROWS * 1e9 / (System.nanoTime() - started));
            }
            System.out.printf("%.0f%n", best);
        }
    }

    /// Answers all rows on this thread alone.
    private static void answer(Mixture mixture, float[] encoded) {
        int width = mixture.encoder().dimensions();
        MoeLayer layer = mixture.layer();
        try (Crew crew = new Crew(1);
                Arena arena = Arena.ofShared()) {
            new Predictor(arena, layer.kernels(), crew, layer.gate(), layer.experts(), layer.router(), BATCH_ROWS)
                    .predict(
                            (row, values) -> System.arraycopy(encoded, row * width, values, 0, width),
                            IntStream.range(0, ROWS).toArray(),
                            layer.router(),
                            RoutingWatch.none());
        }
    }

    private static float[] encoded(Mixture mixture) {
        Table table = new AdsTraffic(1).table(100, ROWS);
        List<String> columns =
                mixture.encoder().columns().stream().map(ColumnSpec::name).toList();
        float[] encoded = new float[ROWS * mixture.encoder().dimensions()];
        mixture.encoder().encode(table.request(columns, 0, ROWS), encoded);
        return encoded;
    }
}
