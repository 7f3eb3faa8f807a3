// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance;

import com.google.protobuf.ByteString;
import dev.witan.conformance.tensor.Datatype;
import dev.witan.conformance.tensor.RawBytes;
import dev.witan.conformance.tensor.Synthesis;
import dev.witan.conformance.tensor.Tensor;
import dev.witan.conformance.tensor.TensorSpec;
import dev.witan.conformance.tensor.Unreadable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A model that gives back its inputs, each under the name of an output. It has an input of every datatype that fits a
/// transport, and one of two dimensions.
final class EchoModel {
    static final EchoModel ECHO = new EchoModel(
            "echo", Arrays.stream(Datatype.values()).filter(Datatype::isTyped).toList());
    static final EchoModel HALVES = new EchoModel("halves", List.of(Datatype.FP16, Datatype.FP32));
    static final String VERSION = "3";

    private final String name;
    private final List<TensorSpec> inputs;

    private EchoModel(String name, List<Datatype> types) {
        this.name = name;
        this.inputs = Stream.concat(
                        types.stream().map(type -> new TensorSpec("in-" + type, type.name(), List.of(-1L))),
                        Stream.of(new TensorSpec("in-matrix", "FP32", List.of(-1L, 3L))))
                .toList();
    }

    String name() {
        return name;
    }

    List<TensorSpec> inputs() {
        return inputs;
    }

    List<TensorSpec> outputs() {
        return inputs.stream()
                .map(input -> new TensorSpec(outputOf(input.name()), input.datatype(), input.shape()))
                .toList();
    }

    private static String outputOf(String input) {
        return input.replace("in-", "out-");
    }

    /// The outputs for some inputs.
    ///
    /// @param wanted names of outputs; empty for all
    List<Tensor> infer(List<Tensor> tensors, List<String> wanted, Set<Defect> defects) {
        Set<String> seen = new HashSet<>();
        for (Tensor tensor : tensors) {
            check(tensor, defects);
            if (!seen.add(tensor.name()) && !defects.contains(Defect.TAKES_DUPLICATES)) {
                throw new Refusal(400, "input twice: " + tensor.name());
            }
        }
        if (seen.size() != inputs.size()) {
            throw new Refusal(400, "an input is missing");
        }
        List<Tensor> all = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            String input = inputs.get(i).name();
            Tensor tensor = defects.contains(Defect.POSITIONAL_INPUTS)
                    ? tensors.get(i)
                    : tensors.stream()
                            .filter(each -> each.name().equals(input))
                            .findFirst()
                            .orElseThrow();
            all.add(tensor.withName(outputOf(input)));
        }
        return selected(all, wanted, defects);
    }

    private void check(Tensor tensor, Set<Defect> defects) {
        TensorSpec spec = inputs.stream()
                .filter(input -> input.name().equals(tensor.name()))
                .findFirst()
                .orElseThrow(() -> new Refusal(400, "unknown input: " + tensor.name()));
        boolean isLoose = defects.contains(Defect.TAKES_TOO_MUCH);
        if (!spec.datatype().equals(tensor.type().name()) || !(spec.permits(tensor.shape()) || isLoose)) {
            throw new Refusal(400, "datatype or shape of another input: " + tensor.name());
        }
        long count = RawBytes.count(tensor.type(), tensor.raw());
        if (count != tensor.elements() && !(isLoose && count > tensor.elements())) {
            throw new Refusal(400, "wrong number of elements: " + tensor.name());
        }
        if (tensor.type() == Datatype.BOOL && !isTruth(tensor.raw())) {
            throw new Refusal(400, "a truth value must be 0 or 1: " + tensor.name());
        }
    }

    private static boolean isTruth(ByteString raw) {
        return RawBytes.bits(raw, 1).stream().allMatch(bits -> bits == 0 || bits == 1);
    }

    private List<Tensor> selected(List<Tensor> all, List<String> wanted, Set<Defect> defects) {
        if (wanted.isEmpty() || defects.contains(Defect.IGNORES_OUTPUTS)) {
            return defects.contains(Defect.DROPS_AN_OUTPUT) ? all.subList(0, all.size() - 1) : all;
        }
        List<Tensor> outputs = new ArrayList<>();
        for (String output : wanted) {
            outputs.add(all.stream()
                    .filter(each -> each.name().equals(output))
                    .findFirst()
                    .orElseThrow(() -> new Refusal(400, "unknown output: " + output)));
        }
        if (defects.contains(Defect.OUTPUTS_IN_OWN_ORDER)) {
            return all.stream().filter(outputs::contains).toList();
        }
        return outputs;
    }

    /// Inputs that the model takes.
    List<Tensor> sample() {
        return inputs.stream().map(input -> Synthesis.tensor(input, "1", 1)).toList();
    }

    /// A tensor with its elements' bytes turned round.
    static Tensor turned(Tensor tensor) {
        byte[] bytes = tensor.raw().toByteArray();
        if (tensor.type() != Datatype.BYTES) {
            for (int i = 0, j = bytes.length - 1; i < j; i++, j--) {
                byte kept = bytes[i];
                bytes[i] = bytes[j];
                bytes[j] = kept;
            }
        }
        return tensor.withRaw(ByteString.copyFrom(bytes));
    }

    /// Refuses what is unreadable as the caller's fault.
    static Refusal asRefusal(Unreadable unreadable) {
        return new Refusal(400, unreadable.reason());
    }
}
