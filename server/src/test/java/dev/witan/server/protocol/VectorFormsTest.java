// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.witan.engine.Mixture;
import dev.witan.engine.MoeLayer;
import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.encode.VectorEncoder;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.FfnExpert;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.engine.request.Column;
import dev.witan.engine.response.InferenceResponse;
import dev.witan.engine.response.OutputColumn;
import dev.witan.engine.response.Timings;
import dev.witan.engine.response.VectorHead;
import dev.witan.engine.routing.Router;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Linear;
import dev.witan.kernels.PackedMatrix;
import inference.InferTensorContents;
import inference.ModelInferRequest;
import inference.ModelInferRequest.InferInputTensor;
import inference.ModelMetadataResponse.TensorMetadata;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Vectors and tokens come over each transport as the same numbers, and go back in the shape that they came in.
class VectorFormsTest {
    private static final float[] VALUES = {1, -2.5f, 3, 4, 5, 6, 7, 8};
    private static final ReadLimits LIMITS = new ReadLimits(8, 1000, 4, 4);

    private final Arena arena = Arena.ofShared();
    private final Mixture rows = mixture(VectorEncoder.ofRows("x", 2));
    private final Mixture tokens = mixture(VectorEncoder.ofTokens("x", 2));

    @AfterEach
    void freeMemory() {
        arena.close();
    }

    private Mixture mixture(VectorEncoder encoder) {
        Linear linear = new Linear(
                PackedMatrix.pack(arena, FloatMatrix.allocate(arena, 2, 1)),
                FloatMatrix.allocate(arena, 1, 1),
                Activation.IDENTITY);
        FeedForward network = new FeedForward(List.of(linear));
        MoeLayer layer = new MoeLayer(
                Kernels.available().getFirst(),
                new NetworkGate(network),
                Router.topK(new float[1], 1),
                List.of(new FfnExpert("a", "digest", network)),
                new WeightedSum());
        return new Mixture("vectors", 1, "digest", encoder, layer, new VectorHead("y", 1));
    }

    private static Column.Vectors json(Mixture mixture, String shape, String data) {
        String body =
                "{\"inputs\":[{\"name\":\"x\",\"shape\":%s,\"datatype\":\"FP32\",\"data\":%s}]}".formatted(shape, data);
        return vectors(new InferReader(mixture, LIMITS).read(ByteBuffer.wrap(body.getBytes(UTF_8))));
    }

    private static Column.Vectors vectors(InferCall call) {
        return (Column.Vectors) call.request().column("x").orElseThrow();
    }

    private static byte[] littleEndian() {
        ByteBuffer bytes = ByteBuffer.allocate(VALUES.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(VALUES);
        return bytes.array();
    }

    @Test
    void jsonMayBeFlatOrNestedAsTheShapeSays() {
        String flat = "[1,-2.5,3,4,5,6,7,8]";
        assertThat(json(rows, "[4,2]", flat).values()).isEqualTo(VALUES);
        assertThat(json(rows, "[4,2]", "[[1,-2.5],[3,4],[5,6],[7,8]]").values()).isEqualTo(VALUES);
        for (String data : List.of(flat, "[[[1,-2.5],[3,4]],[[5,6],[7,8]]]")) {
            Column.Vectors found = json(tokens, "[2,2,2]", data);
            assertThat(found.values()).isEqualTo(VALUES);
            assertThat(List.of(found.rows(), found.tokens(), found.dimensions()))
                    .containsExactly(2, 2, 2);
        }
    }

    @Test
    void dataThatStandsBeforeItsShapeIsReadInTheEnd() {
        String body = "{\"inputs\":[{\"data\":[[1,2]],\"datatype\":\"FP32\",\"name\":\"x\",\"shape\":[1,2]}]}";
        assertThat(vectors(new InferReader(rows, LIMITS).read(ByteBuffer.wrap(body.getBytes(UTF_8))))
                        .values())
                .containsExactly(1, 2);
    }

    @Test
    void binaryTensorsAndMessagesCarryTheSameNumbers() {
        byte[] json = ("{\"inputs\":[{\"name\":\"x\",\"shape\":[2,2,2],\"datatype\":\"FP32\","
                        + "\"parameters\":{\"binary_data_size\":32}}]}")
                .getBytes(UTF_8);
        ByteBuffer body = ByteBuffer.allocate(json.length + 32).put(json).put(littleEndian());
        assertThat(vectors(new InferReader(tokens, LIMITS).read(body.flip(), json.length))
                        .values())
                .isEqualTo(VALUES);
        InferInputTensor.Builder input =
                InferInputTensor.newBuilder().setName("x").setDatatype("FP32").addAllShape(List.of(2L, 2L, 2L));
        ModelInferRequest raw = ModelInferRequest.newBuilder()
                .addInputs(input)
                .addRawInputContents(ByteString.copyFrom(littleEndian()))
                .build();
        InferTensorContents.Builder contents = InferTensorContents.newBuilder();
        for (float value : VALUES) {
            contents.addFp32Contents(value);
        }
        ModelInferRequest typed = ModelInferRequest.newBuilder()
                .addInputs(input.setContents(contents))
                .build();
        for (ModelInferRequest request : List.of(raw, typed)) {
            assertThat(vectors(new ProtoInferReader(tokens, LIMITS).read(request))
                            .values())
                    .isEqualTo(VALUES);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [4]        | [1,2,3,4]         | shape must be [rows, 2]: it is [4]
            [2,3]      | [1,2,3,4,5,6]     | shape must be [rows, 2]: it is [2, 3]
            [2,2,2]    | [1,2,3,4,5,6,7,8] | shape must be [rows, 2]: it is [2, 2, 2]
            [2,2]      | [1,2,3]           | announces 4 numbers: the data has 3
            [2,2]      | [1,2,3,4,5]       | announces 4 numbers: the data has more
            [2,2]      | [[1,2],[3]]       | row 1 must have 2 entries
            [2,2]      | [[1,2],3,4]       | must be nested as its shape
            [2,2]      | [[1,[2]],[3,4]]   | must be a number
            [2,2]      | [1,2,null,4]      | must be a number
            [2,2]      | [1,2,1e39,4]      | must be finite
            [5,2]      | []                | may have 4 rows
            [2000000000,2] | []            | may have 4 rows
            [0,2]      | []                | at least one row
            """)
    void whatIsNotThatShapeIsRefusedWithTheRule(String shape, String data, String reason) {
        assertThatThrownBy(() -> json(rows, shape, data))
                .isInstanceOf(WitanException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void tokensAreBoundedAsRowsAre() {
        assertThatThrownBy(() -> json(tokens, "[1,5,2]", "[]")).hasMessageContaining("may have 4 rows, tokens counted");
        assertThatThrownBy(() -> json(tokens, "[0,1073741824,2]", "[[]]")).isInstanceOf(WitanException.class);
        assertThatThrownBy(() -> json(tokens, "[1,0,2]", "[]")).hasMessageContaining("[rows, tokens, 2]");
    }

    @Test
    void metadataTellsTheShapes() {
        assertThat(new String(Metadata.mixture(tokens), UTF_8))
                .contains("\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[-1,-1,2]")
                .contains("\"name\":\"y\",\"datatype\":\"FP32\",\"shape\":[-1,-1,1]");
        TensorMetadata input = ProtoDescriptions.metadata(rows).getInputs(0);
        TensorMetadata output = ProtoDescriptions.metadata(rows).getOutputs(0);
        assertThat(input.getShapeList()).containsExactly(-1L, 2L);
        assertThat(output.getShapeList()).containsExactly(-1L, 1L);
    }

    @Test
    void anAnswerHasTheShapeOfItsRowsAndTokens() {
        InferenceResponse response = new InferenceResponse(
                "vectors",
                1,
                "id",
                2,
                2,
                List.of(OutputColumn.Floats.vectors("y", new float[] {1, 2, 3, 4}, 1)),
                false,
                new Timings(0, 0, 0, 0, 0, 0, 0),
                List.of());
        assertThat(UTF_8.decode(new InferWriter(tokens)
                                .write(response, "", OutputSelection.ALL)
                                .bytes())
                        .toString())
                .contains("\"shape\":[2,2,1],\"data\":[1.0,2.0,3.0,4.0]");
        assertThat(new ProtoInferWriter(tokens)
                        .write(response, "", OutputSelection.ALL)
                        .getOutputs(0)
                        .getShapeList())
                .containsExactly(2L, 2L, 1L);
    }
}
