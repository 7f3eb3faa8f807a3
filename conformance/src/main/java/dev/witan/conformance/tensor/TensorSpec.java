// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.tensor;

import java.util.List;
import java.util.Optional;

/// A tensor as a model's metadata declares it.
///
/// @param name of the tensor
/// @param datatype as it was written, known or not
/// @param shape extents; -1 is any number
public record TensorSpec(String name, String datatype, List<Long> shape) {
    public TensorSpec {
        shape = List.copyOf(shape);
    }

    /// The datatype, if it is one that the protocol knows.
    public Optional<Datatype> type() {
        return Datatype.named(datatype);
    }

    /// A shape that the declaration permits: every variable extent is `extent`.
    public List<Long> shapeWith(long extent) {
        return shape.stream().map(declared -> declared < 0 ? extent : declared).toList();
    }

    /// Whether an actual shape is one that the declaration permits.
    public boolean permits(List<Long> actual) {
        if (actual.size() != shape.size()) {
            return false;
        }
        for (int i = 0; i < shape.size(); i++) {
            if (shape.get(i) >= 0 && !shape.get(i).equals(actual.get(i))) {
                return false;
            }
        }
        return true;
    }
}
