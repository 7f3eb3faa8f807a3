// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.cases;

import dev.witan.conformance.check.Trial;
import dev.witan.conformance.tensor.RawBytes;
import dev.witan.conformance.tensor.Tensor;
import java.util.List;

/// What has to hold of outputs, whatever transport they came by.
final class Outputs {
    private Outputs() {}

    static void haveTheirSizes(Trial trial, List<Tensor> outputs) {
        for (Tensor output : outputs) {
            long count = RawBytes.count(output.type(), output.raw());
            trial.expect(
                    count == output.elements(),
                    "output '%s' with %d elements, as %s says"
                            .formatted(output.name(), output.elements(), output.shape()),
                    count + " elements");
        }
    }

    static void haveDeclaredDatatypes(Trial trial, List<Tensor> outputs) {
        for (Tensor output : outputs) {
            String declared = trial.subject()
                    .output(output.name())
                    .map(spec -> spec.datatype())
                    .orElse("");
            trial.expect(
                    declared.equals(output.type().name()),
                    "output '%s' as %s".formatted(output.name(), declared),
                    output.type());
        }
    }

    static void haveDeclaredShapes(Trial trial, List<Tensor> outputs) {
        for (Tensor output : outputs) {
            List<Long> declared = trial.subject()
                    .output(output.name())
                    .map(spec -> spec.shape())
                    .orElse(List.of());
            boolean isPermitted = trial.subject()
                    .output(output.name())
                    .map(spec -> spec.permits(output.shape()))
                    .orElse(false);
            trial.expect(isPermitted, "output '%s' of shape %s".formatted(output.name(), declared), output.shape());
        }
    }
}
