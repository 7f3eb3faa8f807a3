// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.protocol;

import com.google.protobuf.ByteString;
import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.WitanException;
import inference.InferTensorContents;

/// An input tensor whose elements stand in the one list of a protobuf message that its datatype names.
final class TypedTensor implements TensorElements {
    private final String name;
    private final Datatype datatype;
    private final InferTensorContents contents;
    private final int textLengthMax;
    private final int count;
    private int at;

    TypedTensor(String name, Datatype datatype, InferTensorContents contents, int textLengthMax) {
        this.name = name;
        this.datatype = datatype;
        this.contents = contents;
        this.textLengthMax = textLengthMax;
        this.count = countOf(datatype);
        requireNothingElse();
    }

    private int countOf(Datatype type) {
        return switch (type) {
            case BOOL -> contents.getBoolContentsCount();
            case INT8, INT16, INT32 -> contents.getIntContentsCount();
            case INT64 -> contents.getInt64ContentsCount();
            case UINT8, UINT16, UINT32 -> contents.getUintContentsCount();
            case UINT64 -> contents.getUint64ContentsCount();
            case FP32 -> contents.getFp32ContentsCount();
            case FP64 -> contents.getFp64ContentsCount();
            case BYTES -> contents.getBytesContentsCount();
            case FP16, BF16 ->
                throw WitanException.invalidInput("input '%s': %s has no typed contents; send it in raw_input_contents"
                        .formatted(Excerpt.of(name), type));
        };
    }

    private void requireNothingElse() {
        int all = contents.getBoolContentsCount()
                + contents.getIntContentsCount()
                + contents.getInt64ContentsCount()
                + contents.getUintContentsCount()
                + contents.getUint64ContentsCount()
                + contents.getFp32ContentsCount()
                + contents.getFp64ContentsCount()
                + contents.getBytesContentsCount();
        if (all != count) {
            throw WitanException.invalidInput(
                    "input '%s': contents must hold only the list of its datatype, %s: %d elements are elsewhere"
                            .formatted(Excerpt.of(name), datatype, all - count));
        }
    }

    @Override
    public int fixedCount() {
        return count;
    }

    @Override
    public boolean hasMore() {
        return at < count;
    }

    @Override
    public boolean bool() {
        return contents.getBoolContents(at++);
    }

    @Override
    public long integer() {
        return switch (datatype) {
            case INT64 -> contents.getInt64Contents(at++);
            case UINT64 -> contents.getUint64Contents(at++);
            case INT8, INT16, INT32 -> inRange(contents.getIntContents(at++));
            default -> inRange(Integer.toUnsignedLong(contents.getUintContents(at++)));
        };
    }

    private long inRange(long value) {
        if (!Elements.isInRange(datatype, value)) {
            throw WitanException.invalidInput("input '%s' of datatype %s: every element %s; row %d is '%d'"
                    .formatted(Excerpt.of(name), datatype, Elements.range(datatype), at - 1, value));
        }
        return value;
    }

    @Override
    public double real() {
        return datatype == Datatype.FP32 ? contents.getFp32Contents(at++) : contents.getFp64Contents(at++);
    }

    @Override
    public String text(int row) {
        ByteString bytes = contents.getBytesContents(at++);
        if (bytes.size() > textLengthMax) {
            throw wrong("row %d: a text's length must be between 0 and %d".formatted(row, textLengthMax), bytes.size());
        }
        if (!bytes.isValidUtf8()) {
            throw wrong("row %d must be UTF-8, but it has bytes that are not".formatted(row), bytes.size());
        }
        return bytes.toStringUtf8();
    }

    @Override
    public byte[] bytes(int row) {
        return contents.getBytesContents(at++).toByteArray();
    }

    private WitanException wrong(String rule, int length) {
        return WitanException.invalidInput(
                "input '%s' of datatype %s: %s: %d".formatted(Excerpt.of(name), datatype, rule, length));
    }
}
