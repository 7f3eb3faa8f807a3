// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.WitanException;
import inference.ModelMetadataResponse;
import java.util.List;

/// Holds what a model says of itself to what its mixture needs: rows of floats in, rows of floats out.
final class ModelFit {
    private static final long ANY = -1;
    private static final String DATATYPE = "FP32";

    private ModelFit() {}

    /// One input or output of a model, as it describes it.
    record Described(String name, String datatype, List<Long> shape) {}

    static Contract of(ModelMetadataResponse said, Target target, int inputs, int outputs) {
        return of(
                said.getInputsList().stream()
                        .map(tensor -> new Described(tensor.getName(), tensor.getDatatype(), tensor.getShapeList()))
                        .toList(),
                said.getOutputsList().stream()
                        .map(tensor -> new Described(tensor.getName(), tensor.getDatatype(), tensor.getShapeList()))
                        .toList(),
                target,
                inputs,
                outputs,
                true);
    }

    /// What to call the model's one input and one output.
    ///
    /// @throws WitanException INVALID_CONFIGURATION when the model is not what the mixture needs
    static Contract of(
            List<Described> ins, List<Described> outs, Target target, int inputs, int outputs, boolean isBinary) {
        Described in = only(ins, "input", target);
        Described out = only(outs, "output", target);
        require(in, "input", inputs, target);
        require(out, "output", outputs, target);
        return new Contract(in.name(), out.name(), isBinary);
    }

    static void requireReady(boolean isReady, RemoteSettings settings) {
        if (!isReady) {
            throw new WitanException(
                    ErrorCode.UNAVAILABLE,
                    "%s says that model '%s' is not ready".formatted(settings.target(), settings.model()));
        }
    }

    private static Described only(List<Described> all, String what, Target target) {
        if (all.size() != 1) {
            throw unfit("%s's model must have one %s to be an expert: it has %d".formatted(target, what, all.size()));
        }
        return all.getFirst();
    }

    private static void require(Described tensor, String what, int width, Target target) {
        if (!tensor.datatype().equals(DATATYPE)) {
            throw unfit("%s's %s '%s' must be of datatype %s: %s"
                    .formatted(target, what, Excerpt.of(tensor.name()), DATATYPE, Excerpt.of(tensor.datatype())));
        }
        List<Long> shape = tensor.shape();
        boolean fits = shape.size() == 2 ? isWidth(shape.get(1), width) : shape.size() == 1 && width == 1;
        if (!fits || shape.getFirst() != ANY) {
            throw unfit("%s's %s '%s' must have the shape [-1, %d], as the mixture has: %s"
                    .formatted(target, what, Excerpt.of(tensor.name()), width, shape));
        }
    }

    private static boolean isWidth(long said, int width) {
        return said == width || said == ANY;
    }

    private static WitanException unfit(String reason) {
        return new WitanException(ErrorCode.INVALID_CONFIGURATION, reason);
    }
}
