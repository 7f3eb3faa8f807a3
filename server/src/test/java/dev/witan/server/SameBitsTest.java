// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.witan.engine.Limits;
import dev.witan.engine.response.BinaryHead;
import dev.witan.engine.response.Head;
import dev.witan.engine.response.MultiClassHead;
import inference.InferParameter;
import inference.InferTensorContents;
import inference.ModelInferRequest;
import inference.ModelInferResponse;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The same values give the same bits as JSON, as binary tensors, and as typed and as raw messages over gRPC, whatever
/// their datatype.
class SameBitsTest {
    private static final String JSON_LENGTH = "Inference-Header-Content-Length";
    private static final double[] VALUES = {40, 3, 0, 1};

    private record Form(String datatype, int bytes, BiConsumer<ByteBuffer, Double> write) {
        byte[] raw() {
            ByteBuffer buffer = ByteBuffer.allocate(bytes * VALUES.length).order(ByteOrder.LITTLE_ENDIAN);
            for (double value : VALUES) {
                write.accept(buffer, value);
            }
            return buffer.array();
        }

        String json() {
            StringBuilder json = new StringBuilder();
            for (double value : VALUES) {
                json.append(json.isEmpty() ? "" : ", ")
                        .append(datatype.contains("F") ? Double.toString(value) : Long.toString((long) value));
            }
            return json.toString();
        }

        boolean hasTyped() {
            return !datatype.equals("FP16") && !datatype.equals("BF16");
        }

        InferTensorContents typed() {
            InferTensorContents.Builder contents = InferTensorContents.newBuilder();
            for (double value : VALUES) {
                switch (datatype) {
                    case "FP64" -> contents.addFp64Contents(value);
                    case "FP32" -> contents.addFp32Contents((float) value);
                    case "INT64" -> contents.addInt64Contents((long) value);
                    case "UINT64" -> contents.addUint64Contents((long) value);
                    case "INT8", "INT16", "INT32" -> contents.addIntContents((int) value);
                    default -> contents.addUintContents((int) value);
                }
            }
            return contents.build();
        }
    }

    private static final List<Form> FORMS = List.of(
            new Form("FP64", 8, (buffer, value) -> buffer.putDouble(value)),
            new Form("FP32", 4, (buffer, value) -> buffer.putFloat(value.floatValue())),
            new Form("FP16", 2, (buffer, value) -> buffer.putShort(Float.floatToFloat16(value.floatValue()))),
            new Form(
                    "BF16",
                    2,
                    (buffer, value) -> buffer.putShort((short) (Float.floatToRawIntBits(value.floatValue()) >>> 16))),
            new Form("INT8", 1, (buffer, value) -> buffer.put(value.byteValue())),
            new Form("INT16", 2, (buffer, value) -> buffer.putShort(value.shortValue())),
            new Form("INT32", 4, (buffer, value) -> buffer.putInt(value.intValue())),
            new Form("INT64", 8, (buffer, value) -> buffer.putLong(value.longValue())),
            new Form("UINT8", 1, (buffer, value) -> buffer.put(value.byteValue())),
            new Form("UINT16", 2, (buffer, value) -> buffer.putShort(value.shortValue())),
            new Form("UINT32", 4, (buffer, value) -> buffer.putInt(value.intValue())),
            new Form("UINT64", 8, (buffer, value) -> buffer.putLong(value.longValue())));

    static List<Head> heads() {
        return List.of(new BinaryHead(List.of("skip", "click")), new MultiClassHead(List.of("a", "b", "c")));
    }

    @ParameterizedTest
    @MethodSource("heads")
    void everyFormOfTheSameValuesGivesTheSameBits(Head head) {
        try (TestServer server = new TestServer(TestServer.config(), Limits.defaults(), head, List.of());
                GrpcClient client = new GrpcClient(server)) {
            byte[] expected = binary(server, FORMS.getFirst());
            for (Form form : FORMS) {
                assertThat(binary(server, form)).as("binary " + form.datatype).isEqualTo(expected);
                assertThat(json(server, form)).as("JSON " + form.datatype).isEqualTo(expected);
                assertThat(raw(client, form, true)).as("raw " + form.datatype).isEqualTo(expected);
                if (form.hasTyped()) {
                    assertThat(raw(client, form, false))
                            .as("typed " + form.datatype)
                            .isEqualTo(expected);
                }
            }
            assertThat(texts(client)).isEqualTo(texts(server));
        }
    }

    private static byte[] json(TestServer server, Form form) {
        String body = """
                {"inputs": [{"name": "age", "shape": [%d], "datatype": "%s", "data": [%s]}],
                 "parameters": {"binary_data_output": true}}""".formatted(VALUES.length, form.datatype, form.json());
        return tensors(server, body.getBytes(UTF_8), new byte[0]);
    }

    private static byte[] binary(TestServer server, Form form) {
        byte[] raw = form.raw();
        String body = """
                {"inputs": [{"name": "age", "shape": [%d], "datatype": "%s", "parameters": {"binary_data_size": %d}}],
                 "parameters": {"binary_data_output": true}}""".formatted(VALUES.length, form.datatype, raw.length);
        return tensors(server, body.getBytes(UTF_8), raw);
    }

    private static byte[] tensors(TestServer server, byte[] json, byte[] raw) {
        HttpResponse<byte[]> answer = server.sendForBytes(server.request("/v2/models/ads/infer")
                .header("content-type", "application/octet-stream")
                .header(JSON_LENGTH, Integer.toString(json.length))
                .POST(BodyPublishers.concat(BodyPublishers.ofByteArray(json), BodyPublishers.ofByteArray(raw))));
        assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(200);
        int at = Integer.parseInt(answer.headers().firstValue(JSON_LENGTH).orElseThrow());
        return ByteString.copyFrom(answer.body(), at, answer.body().length - at).toByteArray();
    }

    private static byte[] raw(GrpcClient client, Form form, boolean isRaw) {
        ModelInferRequest.Builder request = GrpcClient.request()
                .putParameters(
                        "binary_data_output",
                        InferParameter.newBuilder().setBoolParam(true).build());
        var input = GrpcClient.input("age", form.datatype, VALUES.length);
        if (isRaw) {
            request.addInputs(input).addRawInputContents(ByteString.copyFrom(form.raw()));
        } else {
            request.addInputs(input.setContents(form.typed()));
        }
        return bytes(client.blocking().modelInfer(request.build()));
    }

    private static byte[] bytes(ModelInferResponse response) {
        ByteString all = ByteString.EMPTY;
        for (ByteString output : response.getRawOutputContentsList()) {
            all = all.concat(output);
        }
        return all.toByteArray();
    }

    private static byte[] texts(GrpcClient client) {
        return bytes(client.blocking()
                .modelInfer(GrpcClient.request()
                        .putParameters(
                                "binary_data_output",
                                InferParameter.newBuilder().setBoolParam(true).build())
                        .addInputs(GrpcClient.texts("city", "Łódź", "", "Rome"))
                        .addInputs(GrpcClient.input("slot", "BOOL", 3)
                                .setContents(InferTensorContents.newBuilder()
                                        .addBoolContents(true)
                                        .addBoolContents(false)
                                        .addBoolContents(true)))
                        .build()));
    }

    private static byte[] texts(TestServer server) {
        return tensors(server, """
                {"inputs": [{"name": "city", "shape": [3], "datatype": "BYTES", "data": ["Łódź", null, "Rome"]},
                            {"name": "slot", "shape": [3], "datatype": "BOOL", "data": [true, false, true]}],
                 "parameters": {"binary_data_output": true}}""".getBytes(UTF_8), new byte[0]);
    }
}
