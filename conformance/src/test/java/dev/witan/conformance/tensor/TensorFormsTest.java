// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.witan.conformance.wire.Reply;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TensorFormsTest {
    private static Tensor read(String datatype, String element) {
        String json = "{\"name\":\"x\",\"datatype\":\"%s\",\"shape\":[1],\"data\":[%s]}".formatted(datatype, element);
        return JsonTensors.read(Reply.json(ByteString.copyFromUtf8(json)));
    }

    private static String hex(ByteString raw) {
        StringBuilder hex = new StringBuilder();
        raw.forEach(each -> hex.append("%02x".formatted(each)));
        return hex.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "BOOL, true, 01",
        "INT8, -2, fe",
        "UINT16, 258, 0201",
        "INT32, -1, ffffffff",
        "UINT64, 18446744073709551615, ffffffffffffffff",
        "FP16, 1.5, 003e",
        "FP32, 0.1, cdcccc3d",
        "FP64, 0.1, 9a9999999999b93f",
        "BYTES, '\"hé\"', 0300000068c3a9"
    })
    void elementsInJsonHaveTheBytesThatTheyWouldHaveInBinary(String datatype, String element, String bytes) {
        assertThat(hex(read(datatype, element).raw())).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({
        "BOOL, 1",
        "BOOL, '\"true\"'",
        "INT8, 128",
        "UINT8, -1",
        "UINT64, 18446744073709551616",
        "INT32, 1.0",
        "FP16, 65520",
        "FP32, 1e39",
        "FP64, 1e309",
        "BYTES, 7",
        "FP31, 1"
    })
    void whatADatatypeCannotHoldIsUnreadable(String datatype, String element) {
        assertThatThrownBy(() -> read(datatype, element)).isInstanceOf(Unreadable.class);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"FP16", "BF16"},
            mode = EnumSource.Mode.EXCLUDE)
    void jsonAndTypedListsKeepTheBits(Datatype type) {
        TensorSpec spec = new TensorSpec("x", type.name(), List.of(-1L, 3L));
        Tensor tensor = Synthesis.tensor(spec, "2", 2);

        assertThat(tensor.shape()).containsExactly(2L, 3L);
        assertThat(JsonTensors.read(JsonTensors.input(tensor))).isEqualTo(tensor);
        assertThat(TypedTensors.raw(type, TypedTensors.contents(tensor))).isEqualTo(tensor.raw());
    }

    @Test
    void nestedDataHasTheShape() {
        TensorSpec spec = new TensorSpec("x", "INT32", List.of(2L, 1L, 3L));

        assertThat(JsonTensors.nested(Synthesis.tensor(spec, "1", 1)).toString())
                .isEqualTo("[[[1,1,1]],[[1,1,1]]]");
    }

    @Test
    void aTextThatGoesBeyondItsTensorIsUnreadable() {
        ByteString beyond = RawBytes.ofBits(9, 4).concat(ByteString.copyFromUtf8("abc"));

        assertThatThrownBy(() -> RawBytes.texts(beyond)).hasMessage("a text has 9 bytes: only 3 are left");
        assertThatThrownBy(() -> RawBytes.texts(beyond.substring(0, 3))).isInstanceOf(Unreadable.class);
    }
}
