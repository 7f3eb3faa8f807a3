// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.WitanException;
import dev.witan.kernels.FloatMatrix;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The output that came over the wire, not yet believed.
///
/// @param values the elements, row after row, each a float of `layout`
/// @param coldStart whether the other end says that it had to start for this; empty when it says nothing
record Answer(
        String name,
        String datatype,
        List<Long> shape,
        MemorySegment values,
        ValueLayout.OfFloat layout,
        Optional<Boolean> coldStart) {
    private static final String DATATYPE = "FP32";

    Answer {
        shape = List.copyOf(shape);
    }

    /// Answers of which nothing is known but the tensor.
    static Answer of(String name, String datatype, List<Long> shape, MemorySegment values, ValueLayout.OfFloat layout) {
        return new Answer(name, datatype, shape, values, layout, Optional.empty());
    }

    /// Floats as they stand in an array.
    static Answer of(String name, String datatype, List<Long> shape, float[] values) {
        return of(name, datatype, shape, MemorySegment.ofArray(values), ValueLayout.JAVA_FLOAT);
    }

    Answer startedCold(Optional<Boolean> cold) {
        return new Answer(name, datatype, shape, values, layout, cold);
    }

    /// Refuses an output that is not `rows` finite rows of `outputs` floats.
    ///
    /// @throws WitanException EXPERT_FAILED with the rule and the value
    void require(int rows, int outputs) {
        if (!datatype.equals(DATATYPE)) {
            throw broken("be of datatype " + DATATYPE, Excerpt.of(datatype));
        }
        if (!isShape(rows, outputs)) {
            throw broken("have the shape [%d, %d]".formatted(rows, outputs), shape.toString());
        }
        long count = (long) rows * outputs;
        if (values.byteSize() != count * Float.BYTES) {
            throw broken("have %d bytes".formatted(count * Float.BYTES), values.byteSize() + " of shape " + shape);
        }
        for (long i = 0; i < count; i++) {
            float value = values.get(layout, i * Float.BYTES);
            if (!Float.isFinite(value)) {
                throw broken("be finite", "%s in row %d".formatted(value, i / outputs));
            }
        }
    }

    /// One value a row may come as a vector.
    private boolean isShape(int rows, int outputs) {
        return shape.equals(Arrays.asList((long) rows, (long) outputs))
                || (outputs == 1 && shape.equals(List.of((long) rows)));
    }

    /// Writes the rows, which must have been required before, to those of `matrix` that start at `from`.
    void write(FloatMatrix matrix, int from, int rows) {
        FloatBytes.write(values, layout, matrix, from, rows);
    }

    private WitanException broken(String rule, String value) {
        return new WitanException(
                ErrorCode.EXPERT_FAILED, "output '%s' must %s: %s".formatted(Excerpt.of(name), rule, value));
    }
}
