// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The vector widths of this machine. Apart from [KernelChoice], which must load without the Vector API.
final class VectorWidths {
    private static final List<VectorSpecies<Float>> SPECIES =
            List.of(FloatVector.SPECIES_128, FloatVector.SPECIES_256, FloatVector.SPECIES_512);

    private VectorWidths() {}

    static void addTo(List<Kernels> kernels) {
        int widest = FloatVector.SPECIES_PREFERRED.vectorBitSize();
        for (VectorSpecies<Float> species : SPECIES) {
            int bits = species.vectorBitSize();
            if (bits <= widest) {
                kernels.add(new PrimedKernels(species, bits == widest ? "widest" : "narrower than widest"));
            }
        }
    }
}
