// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.tensor;

import com.google.protobuf.ByteString;
import inference.InferTensorContents;
import java.util.List;

/// Elements in the typed lists of gRPC.
public final class TypedTensors {
    private TypedTensors() {}

    /// A tensor's elements in the list that its datatype names.
    public static InferTensorContents contents(Tensor tensor) {
        InferTensorContents.Builder contents = InferTensorContents.newBuilder();
        if (tensor.type() == Datatype.BYTES) {
            return contents.addAllBytesContents(RawBytes.texts(tensor.raw())).build();
        }
        for (long bits : RawBytes.bits(tensor.raw(), tensor.type().bytes())) {
            add(contents, tensor.type(), bits);
        }
        return contents.build();
    }

    private static void add(InferTensorContents.Builder contents, Datatype type, long bits) {
        switch (type) {
            case BOOL -> contents.addBoolContents(bits != 0);
            case UINT8, UINT16, UINT32 -> contents.addUintContents((int) bits);
            case UINT64 -> contents.addUint64Contents(bits);
            case INT8 -> contents.addIntContents((byte) bits);
            case INT16 -> contents.addIntContents((short) bits);
            case INT32 -> contents.addIntContents((int) bits);
            case INT64 -> contents.addInt64Contents(bits);
            case FP32 -> contents.addFp32Contents(Float.intBitsToFloat((int) bits));
            case FP64 -> contents.addFp64Contents(Double.longBitsToDouble(bits));
            case FP16, BF16, BYTES -> throw new IllegalArgumentException(type + " has no list of numbers");
        }
    }

    /// The binary form of typed elements.
    ///
    /// @throws Unreadable when they stand in another list than their datatype's, or the datatype has none
    public static ByteString raw(Datatype type, InferTensorContents contents) {
        ByteString.Output raw = ByteString.newOutput();
        switch (type) {
            case BOOL -> contents.getBoolContentsList().forEach(value -> bits(raw, type, value ? 1 : 0));
            case UINT8, UINT16, UINT32 -> contents.getUintContentsList().forEach(value -> bits(raw, type, value));
            case UINT64 -> contents.getUint64ContentsList().forEach(value -> bits(raw, type, value));
            case INT8, INT16, INT32 -> contents.getIntContentsList().forEach(value -> bits(raw, type, value));
            case INT64 -> contents.getInt64ContentsList().forEach(value -> bits(raw, type, value));
            case FP32 ->
                contents.getFp32ContentsList().forEach(value -> bits(raw, type, Float.floatToRawIntBits(value)));
            case FP64 ->
                contents.getFp64ContentsList().forEach(value -> bits(raw, type, Double.doubleToRawLongBits(value)));
            case BYTES -> contents.getBytesContentsList().forEach(value -> RawBytes.put(raw, RawBytes.ofText(value)));
            case FP16, BF16 -> throw new Unreadable(type + " must be raw: it has no typed list");
        }
        requireOneList(type, contents, raw.size());
        return raw.toByteString();
    }

    private static void bits(ByteString.Output raw, Datatype type, long bits) {
        RawBytes.put(raw, RawBytes.ofBits(bits, type.bytes()));
    }

    private static void requireOneList(Datatype type, InferTensorContents contents, int size) {
        long lists = List.of(
                        contents.getBoolContentsCount(),
                        contents.getUintContentsCount(),
                        contents.getUint64ContentsCount(),
                        contents.getIntContentsCount(),
                        contents.getInt64ContentsCount(),
                        contents.getFp32ContentsCount(),
                        contents.getFp64ContentsCount(),
                        contents.getBytesContentsCount())
                .stream()
                .filter(count -> count > 0)
                .count();
        if (lists > 1 || (lists == 1 && size == 0)) {
            throw new Unreadable("the elements of a %s tensor must stand in its own list only".formatted(type));
        }
    }
}
