// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.check;

import dev.witan.conformance.tensor.Tensor;
import dev.witan.conformance.tensor.TensorSpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the kit found out about a server before the first case: the model that it asks, and a request that works.
///
/// @param extensions that the server announces
/// @param model the name of the model that is asked; `""` when none was found
/// @param versions that may be asked for
/// @param inputs declared
/// @param outputs declared
/// @param sample inputs that the model takes; empty when there are none
/// @param answer the outputs that belong to the sample, as far as they were readable
/// @param isRepeatable whether the same request gave the same answer twice
/// @param notes for the report: where the sample came from, and what is missing
public record Subject(
        Set<String> extensions,
        String model,
        List<String> versions,
        List<TensorSpec> inputs,
        List<TensorSpec> outputs,
        List<Tensor> sample,
        List<Tensor> answer,
        boolean isRepeatable,
        List<String> notes) {
    public Subject {
        extensions = Set.copyOf(extensions);
        versions = List.copyOf(versions);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        sample = List.copyOf(sample);
        answer = List.copyOf(answer);
        notes = List.copyOf(notes);
    }

    /// The declaration of an output.
    public Optional<TensorSpec> output(String name) {
        return outputs.stream().filter(output -> output.name().equals(name)).findFirst();
    }

    /// The same, with a request that works.
    public Subject withSample(List<Tensor> inputs, List<Tensor> outputs, boolean repeatable, List<String> further) {
        return new Subject(
                extensions, model, versions, this.inputs, this.outputs, inputs, outputs, repeatable, further);
    }
}
