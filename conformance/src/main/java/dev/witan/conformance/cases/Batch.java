// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.cases;

import com.google.protobuf.ByteString;
import dev.witan.conformance.check.Skip;
import dev.witan.conformance.check.Trial;
import dev.witan.conformance.tensor.Tensor;
import dev.witan.conformance.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;

/// One row made many.
final class Batch {
    private Batch() {}

    /// The same row several times; a model that takes no batches ends the case.
    static Tensor of(Trial trial, Tensor input, int rows) {
        List<Long> declared = trial.subject().inputs().stream()
                .filter(spec -> spec.name().equals(input.name()))
                .findFirst()
                .map(TensorSpec::shape)
                .orElse(List.of());
        if (declared.isEmpty() || declared.getFirst() >= 0 || input.shape().getFirst() != 1) {
            throw new Skip("input '%s' takes no batch of several rows".formatted(input.name()));
        }
        List<Long> shape = new ArrayList<>(input.shape());
        shape.set(0, (long) rows);
        ByteString raw = ByteString.EMPTY;
        for (int i = 0; i < rows; i++) {
            raw = raw.concat(input.raw());
        }
        return new Tensor(input.name(), input.type(), shape, raw);
    }
}
