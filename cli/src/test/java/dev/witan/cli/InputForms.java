// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.Mixture;
import dev.witan.engine.encode.Encoder;
import dev.witan.engine.encode.ImageEncoder;
import dev.witan.engine.encode.TableEncoder;
import dev.witan.engine.encode.VectorEncoder;
import dev.witan.engine.expert.Expert;
import dev.witan.model.load.LoadedMixture;
import dev.witan.server.host.MixtureSource;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;

/// Mixtures of two experts that take vectors, sequences of tokens and pictures, each of which makes rows of four
/// numbers.
final class InputForms implements MixtureSource {
    private static final int WIDTH = 4;
    private static final Map<String, Encoder> ENCODERS = Map.of(
            "vectors", VectorEncoder.ofRows("x", WIDTH),
            "tokens", VectorEncoder.ofTokens("x", WIDTH),
            "pictures", new TableEncoder(List.of(new ImageEncoder("picture", 2, 2, ImageEncoder.Colour.GREY))));

    @Override
    public List<String> names() {
        return ENCODERS.keySet().stream().sorted().toList();
    }

    @Override
    public LoadedMixture load(String name) {
        LoadedMixture made = new MadeMixture(name, WIDTH, 1, InputForms::experts).load(name);
        Mixture rows = made.mixture();
        return new LoadedMixture(
                new Mixture(name, 1, rows.digest(), ENCODERS.get(name), rows.layer(), rows.head()),
                made.manifest(),
                Arena.ofShared());
    }

    private static List<Expert> experts(Arena arena) {
        return List.of(new SumExpert(arena, "a", WIDTH, 1), new SumExpert(arena, "b", WIDTH, 2));
    }
}
