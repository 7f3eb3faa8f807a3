// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SafetensorsWriterTest {
    private static final Tensor A = Tensor.of("a", new float[] {1, -2, Float.MIN_VALUE}, 3);
    private static final Tensor B = Tensor.of("b \"quoted\" é", new float[] {4, 5, 6, 7, 8, 9}, 2, 3);

    @Test
    void writesSortedAndPaddedBytes() throws IOException {
        byte[] written = write(List.of(Tensor.of("y", new float[] {2}, 1), Tensor.of("x", new float[] {1}, 1)));
        String header = "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                + "\"y\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}";
        String padded = header + " ".repeat(128 - 8 - header.length());
        assertThat(new String(written, 8, 120, StandardCharsets.UTF_8)).isEqualTo(padded);
        assertThat(written).isEqualTo(SafetensorsBytes.file(padded, 1, 2));
    }

    @Test
    void writesSameBytesForSameTensorsInAnyOrder() throws IOException {
        List<Tensor> tensors = new ArrayList<>(List.of(A, B));
        byte[] first = write(tensors);
        Collections.reverse(tensors);
        assertThat(write(tensors)).isEqualTo(first);
    }

    @Test
    void readsBackWhatItWrote() throws IOException {
        SafetensorsFile file = SafetensorsFile.parse("f", MemorySegment.ofArray(write(List.of(A, B))));
        assertThat(file.metadata()).containsExactlyEntriesOf(Map.of("format", "test"));
        assertThat(file.tensor(A.name(), TensorType.F32, 3).toFloats()).isEqualTo(A.toFloats());
        assertThat(file.tensor(B.name(), TensorType.F32, 2, 3).toFloats()).isEqualTo(B.toFloats());
    }

    @Test
    void keepsEveryBitOfDoubles() throws IOException {
        double[] values = {0.1, -0.0, Double.MIN_VALUE, Math.PI};
        byte[] written = write(List.of(Tensor.of("d", values, 4)));
        SafetensorsFile file = SafetensorsFile.parse("f", MemorySegment.ofArray(written));
        assertThat(file.tensor("d", TensorType.F64, 4).toDoubles()).isEqualTo(values);
    }

    @Test
    void refusesTensorsOfOneName() {
        assertThatThrownBy(() -> new SafetensorsWriter(List.of(A, A), Map.of()))
                .hasMessage("names must be unique: 'a'");
    }

    @Test
    void refusesTensorWhoseDataDoesNotFitItsShape() {
        assertThatThrownBy(() -> Tensor.of("a", new float[5], 2, 3))
                .hasMessage("tensor 'a': F32 of shape [2, 3] takes 24 bytes: 20");
    }

    private static byte[] write(List<Tensor> tensors) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new SafetensorsWriter(tensors, tensors.contains(A) ? Map.of("format", "test") : Map.of())
                .writeTo(Channels.newChannel(bytes));
        return bytes.toByteArray();
    }
}
