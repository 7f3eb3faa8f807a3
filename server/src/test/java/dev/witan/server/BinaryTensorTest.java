// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BinaryTensorTest {
    private static final String JSON_LENGTH = "Inference-Header-Content-Length";
    private static final int ROWS = 200;
    private static final long SEED = 7;

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = new TestServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void jsonAndBinaryGiveTheSameBits() {
        Random random = new Random(SEED);
        float[] ages = new float[ROWS];
        double[] bids = new double[ROWS];
        String[] cities = new String[ROWS];
        for (int row = 0; row < ROWS; row++) {
            ages[row] = 100 * random.nextFloat();
            bids[row] = random.nextGaussian();
            cities[row] = List.of("Berlin", "Łódź", "elsewhere", "").get(random.nextInt(4));
        }

        assertThat(binaryAnswer(ages, bids, cities)).as("seed %d", SEED).isEqualTo(jsonAnswer(ages, bids, cities));
    }

    private static int[] jsonAnswer(float[] ages, double[] bids, String[] cities) {
        List<Float> boxed = new ArrayList<>();
        for (float age : ages) {
            boxed.add(age);
        }
        String quoted = Arrays.stream(cities).map(city -> '"' + city + '"').collect(Collectors.joining(","));
        String body = server.infer("""
                        {"inputs": [
                          {"name": "age", "shape": [200], "datatype": "FP32", "data": %s},
                          {"name": "bid", "shape": [200], "datatype": "FP64", "data": %s},
                          {"name": "city", "shape": [200], "datatype": "BYTES", "data": [%s]}],
                         "outputs": [{"name": "probability"}]}""".formatted(boxed, Arrays.toString(bids), quoted))
                .body();
        String numbers = body.substring(body.indexOf("\"data\":[") + 8, body.lastIndexOf("]}]"));
        return Arrays.stream(numbers.split(","))
                .mapToInt(number -> Float.floatToIntBits(Float.parseFloat(number)))
                .toArray();
    }

    private static int[] binaryAnswer(float[] ages, double[] bids, String[] cities) {
        ByteBuffer tensors = ByteBuffer.allocate(100_000).order(ByteOrder.LITTLE_ENDIAN);
        for (float age : ages) {
            tensors.putFloat(age);
        }
        for (double bid : bids) {
            tensors.putDouble(bid);
        }
        int citiesAt = tensors.position();
        for (String city : cities) {
            tensors.putInt(city.getBytes(UTF_8).length).put(city.getBytes(UTF_8));
        }
        String json = """
                {"inputs": [
                  {"name": "age", "shape": [200, 1], "datatype": "FP32", "parameters": {"binary_data_size": 800}},
                  {"name": "bid", "shape": [200], "datatype": "FP64", "parameters": {"binary_data_size": 1600}},
                  {"name": "city", "shape": [200], "datatype": "BYTES", "parameters": {"binary_data_size": %d}}],
                 "parameters": {"binary_data_output": true},
                 "outputs": [{"name": "probability"}]}""".formatted(tensors.position() - citiesAt);
        HttpResponse<byte[]> answer = send(json, Arrays.copyOf(tensors.array(), tensors.position()));
        ByteBuffer floats = tensors(answer);
        int[] bits = new int[floats.remaining() / Float.BYTES];
        floats.asIntBuffer().get(bits);
        return bits;
    }

    @Test
    void everyOutputMayComeInItsOwnForm() {
        String json = """
                {"inputs": [{"name": "age", "shape": [2], "datatype": "FP64", "data": [20, 60]}],
                 "outputs": [{"name": "probability"}, {"name": "label", "parameters": {"binary_data": true}}]}""";

        HttpResponse<byte[]> answer = send(json, new byte[0]);
        String head = head(answer);
        ByteBuffer labels = tensors(answer);

        assertThat(answer.headers().firstValue("content-type")).hasValue("application/octet-stream");
        assertThat(head)
                .contains("{\"name\":\"probability\",\"datatype\":\"FP32\",\"shape\":[2],\"data\":[0.")
                .contains(
                        "{\"name\":\"label\",\"datatype\":\"BYTES\",\"shape\":[2],\"parameters\":{\"binary_data_size\":"
                                + labels.remaining() + "}}");
        assertThat(text(labels)).isIn("skip", "click");
        assertThat(text(labels)).isIn("skip", "click");
        assertThat(labels.hasRemaining()).isFalse();
    }

    @Test
    void everyDatatypeOfTheSameValueGivesTheSameAnswer() {
        String expected = answer("age", "FP64", "[40]");

        for (String datatype :
                List.of("FP16", "FP32", "INT8", "INT16", "INT32", "INT64", "UINT8", "UINT16", "UINT32")) {
            assertThat(answer("age", datatype, "[40]")).as(datatype).isEqualTo(expected);
        }
        assertThat(answer("age", "UINT64", "[40]")).isEqualTo(expected);
        assertThat(answer("age", "BYTES", "[\" 40 \"]")).isEqualTo(expected);
    }

    @Test
    void aCategoryMayComeAsTextWholeNumberOrTruthValue() {
        String two = answer("slot", "BYTES", "[\"2\"]");

        assertThat(answer("slot", "INT64", "[2]")).isEqualTo(two);
        assertThat(answer("slot", "UINT8", "[2]")).isEqualTo(two);
        assertThat(answer("slot", "FP32", "[2.0]")).isEqualTo(two);
        assertThat(answer("slot", "BOOL", "[true]")).isEqualTo(answer("slot", "BYTES", "[\"true\"]"));
        assertThat(answer("slot", "INT64", "[9223372036854775807]"))
                .isEqualTo(answer("slot", "BYTES", "[\"never seen\"]"))
                .isNotEqualTo(two);
    }

    @Test
    void nullAnEmptyTextAndAnAbsentColumnAreAllMissing() {
        String absent = server.infer("""
                        {"inputs": [{"name": "bid", "shape": [1], "datatype": "FP64", "data": [0.5]}]}""").body();

        for (String city : List.of("null", "\"\"")) {
            assertThat(withBid("city", "BYTES", city)).isEqualTo(absent);
        }
        for (String age : List.of("null", "\"\"", "\" \"")) {
            assertThat(withBid("age", "BYTES", age)).isEqualTo(absent);
        }
        assertThat(withBid("age", "INT64", "null")).isEqualTo(absent);
    }

    @Test
    void fieldsMayStandInAnyOrderAndDataMayNest() {
        String flat = answer("age", "FP32", "[40.1]");

        assertThat(server.infer("""
                                {"inputs": [{"data": [[40.1]], "shape": [1, 1], "datatype": "FP32", "name": "age"}]}""").body()).isEqualTo(flat);
    }

    private static String withBid(String column, String datatype, String value) {
        return server.infer("""
                        {"inputs": [{"name": "bid", "shape": [1], "datatype": "FP64", "data": [0.5]},
                                    {"name": "%s", "shape": [1], "datatype": "%s", "data": [%s]}]}""".formatted(column, datatype, value)).body();
    }

    private static String answer(String column, String datatype, String data) {
        HttpResponse<String> answer = server.infer("""
                {"inputs": [{"name": "%s", "shape": [1], "datatype": "%s", "data": %s}]}""".formatted(column, datatype, data));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static HttpResponse<byte[]> send(String json, byte[] tensors) {
        byte[] head = json.getBytes(UTF_8);
        return server.sendForBytes(server.request("/v2/models/ads/infer")
                .header("content-type", "application/octet-stream")
                .header(JSON_LENGTH, Integer.toString(head.length))
                .POST(BodyPublishers.concat(BodyPublishers.ofByteArray(head), BodyPublishers.ofByteArray(tensors))));
    }

    private static String head(HttpResponse<byte[]> answer) {
        return new String(answer.body(), 0, jsonLength(answer), UTF_8);
    }

    private static ByteBuffer tensors(HttpResponse<byte[]> answer) {
        int at = jsonLength(answer);
        return ByteBuffer.wrap(answer.body())
                .slice(at, answer.body().length - at)
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int jsonLength(HttpResponse<byte[]> answer) {
        return Integer.parseInt(answer.headers().firstValue(JSON_LENGTH).orElseThrow());
    }

    private static String text(ByteBuffer bytes) {
        byte[] text = new byte[bytes.getInt()];
        bytes.get(text);
        return new String(text, UTF_8);
    }
}
