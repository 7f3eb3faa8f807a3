// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.expert.Expert;
import dev.witan.model.load.LoadedMixture;
import java.util.Arrays;
import java.util.List;

/// What a row costs at each expert: as its configuration says, or, where it says nothing of any, the multiply-adds
/// of the expert in relation to the smallest.
final class ExpertCosts {
    private ExpertCosts() {}

    static double[] of(LoadedMixture loaded) {
        double[] declared = loaded.configuration().spec().experts().stream()
                .mapToDouble(expert -> expert.traits().cost())
                .toArray();
        return Arrays.stream(declared).distinct().count() > 1
                ? declared
                : work(loaded.mixture().layer().experts());
    }

    private static double[] work(List<Expert> experts) {
        double[] work = experts.stream().mapToDouble(Expert::multiplyAddsPerRow).toArray();
        double least = Arrays.stream(work).filter(it -> it > 0).min().orElse(1);
        return Arrays.stream(work).map(it -> it / least).toArray();
    }
}
