// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.tensor;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;

/// Makes up inputs for a model of which only the metadata is known: every variable extent is 1, every element is the
/// same modest value.
public final class Synthesis {
    /// More elements than this are not made up: such a model needs a sample request.
    private static final long ELEMENTS_MAX = 1 << 22;

    private static final List<String> VALUES = List.of("1", "0", "2");

    private Synthesis() {}

    /// Sets of inputs to try, the likeliest first.
    ///
    /// @throws Unreadable when an input's datatype is unknown, or it has too many elements
    public static List<List<Tensor>> candidates(List<TensorSpec> inputs) {
        List<List<Tensor>> candidates = new ArrayList<>();
        for (String value : VALUES) {
            candidates.add(inputs.stream().map(input -> tensor(input, value, 1)).toList());
        }
        return candidates;
    }

    /// A tensor for an input, full of one value.
    ///
    /// @param extent of every variable dimension
    /// @throws Unreadable when the input's datatype is unknown, or it has too many elements
    public static Tensor tensor(TensorSpec input, String value, long extent) {
        Datatype type = input.type()
                .orElseThrow(() -> new Unreadable(
                        "input '%s' has an unknown datatype: '%s'".formatted(input.name(), input.datatype())));
        List<Long> shape = input.shapeWith(extent);
        long elements = Tensor.elements(shape);
        if (elements > ELEMENTS_MAX) {
            throw new Unreadable("input '%s' has %d elements, too many to make up".formatted(input.name(), elements));
        }
        return new Tensor(input.name(), type, shape, repeated(element(type, value), elements));
    }

    private static ByteString element(Datatype type, String value) {
        return switch (type.family()) {
            case TEXT -> RawBytes.ofText(ByteString.copyFromUtf8(value));
            case FLOAT -> RawBytes.ofFloat(type, Double.parseDouble(value));
            case TRUTH -> RawBytes.ofBits(value.equals("0") ? 0 : 1, 1);
            case SIGNED, UNSIGNED -> RawBytes.ofBits(Long.parseLong(value), type.bytes());
        };
    }

    private static ByteString repeated(ByteString element, long times) {
        ByteString.Output raw = ByteString.newOutput();
        for (long i = 0; i < times; i++) {
            RawBytes.put(raw, element);
        }
        return raw.toByteString();
    }
}
