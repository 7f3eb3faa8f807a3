// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The vector widths of this machine. Apart from [KernelChoice], which must load without the Vector API.
final class VectorWidths {
    private VectorWidths() {}

    /// The names of the implementations, the widest last; none where the widest vectors are narrower than 128 bits.
    static List<String> names() {
        return species().stream().map(VectorKernels::name).toList();
    }

    static Kernels create(String name, String reason) {
        for (VectorSpecies<Float> species : species()) {
            if (VectorKernels.name(species).equals(name)) {
                return new PrimedKernels(species, reason);
            }
        }
        throw new IllegalArgumentException("vector width must be one of " + names() + ": " + name);
    }

    static String reason() {
        int widest = FloatVector.SPECIES_PREFERRED.vectorBitSize();
        return species().isEmpty()
                ? "the vectors of this CPU are too narrow: " + widest + " bits"
                : "the widest vectors of this CPU have " + widest + " bits";
    }

    private static List<VectorSpecies<Float>> species() {
        int widest = FloatVector.SPECIES_PREFERRED.vectorBitSize();
        return List.of(FloatVector.SPECIES_128, FloatVector.SPECIES_256, FloatVector.SPECIES_512).stream()
                .filter(species -> species.vectorBitSize() <= widest)
                .toList();
    }
}
