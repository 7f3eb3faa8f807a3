// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import java.util.ArrayList;
import java.util.List;

/// Decides which implementation a machine uses.
final class KernelChoice {
    static final String PROPERTY = "witan.kernels";

    private KernelChoice() {}

    static Kernels choose(String wanted) {
        List<Kernels> available = available();
        if (wanted.isEmpty()) {
            return available.getLast();
        }
        for (Kernels kernels : available) {
            if (kernels.name().equals(wanted)) {
                return kernels;
            }
        }
        throw new IllegalArgumentException("%s must be one of %s: %s"
                .formatted(PROPERTY, available.stream().map(Kernels::name).toList(), wanted));
    }

    /// The scalar kernels and, where the JVM offers vectors, one implementation per width up to the widest.
    static List<Kernels> available() {
        List<Kernels> kernels = new ArrayList<>();
        boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        kernels.add(new ScalarKernels(vectors ? "plain loops" : "the module jdk.incubator.vector is not there"));
        if (vectors) {
            VectorWidths.addTo(kernels);
        }
        return List.copyOf(kernels);
    }
}
