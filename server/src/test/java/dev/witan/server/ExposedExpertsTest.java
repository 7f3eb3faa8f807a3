// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.witan.engine.Limits;
import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.ExpertCompletion;
import dev.witan.engine.response.BinaryHead;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Scratch;
import dev.witan.server.host.Exposure;
import dev.witan.server.host.HostedMixture;
import dev.witan.server.host.Lease;
import inference.ModelInferRequest;
import inference.ModelInferResponse;
import java.lang.foreign.Arena;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExposedExpertsTest {
    private static final BinaryHead HEAD = new BinaryHead(List.of("skip", "click"));

    private static TestServer server(Expert... further) {
        return new TestServer(TestServer.config(), Limits.defaults(), HEAD, List.of(further), Exposure.EXPERTS);
    }

    private static int dimensions(TestServer server) {
        return server.engine.mixture().layer().gate().dimensions();
    }

    /// What the expert answers to a row when it is asked in process.
    private static float[] alone(TestServer server, String id, float[] row) {
        Expert expert = server.engine.mixture().layer().experts().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
        FloatMatrix input = FloatMatrix.allocate(Arena.ofAuto(), 1, expert.inputs());
        FloatMatrix output = FloatMatrix.allocate(Arena.ofAuto(), 1, expert.outputs());
        input.copyRowFrom(0, row, 0);
        Kernels kernels = server.engine.mixture().layer().kernels();
        Scratch scratch = Scratch.allocate(Arena.ofAuto(), 1, expert.scratchWidth());
        expert.submit(new ExpertBatch(0, 0, 0, 1, input, output), kernels, scratch, new Ended());
        float[] answer = new float[expert.outputs()];
        output.copyRowTo(0, answer, 0);
        return answer;
    }

    private static final class Ended implements ExpertCompletion {
        @Override
        public void answered(ExpertBatch batch) {}

        @Override
        public void failed(ExpertBatch batch, WitanException cause) {
            throw cause;
        }
    }

    private static float[] row(TestServer server) {
        float[] row = new float[dimensions(server)];
        for (int i = 0; i < row.length; i++) {
            row[i] = 0.25f * i - 1;
        }
        return row;
    }

    private static String json(float[] row) {
        String data = IntStream.range(0, row.length)
                .mapToObj(i -> Float.toString(row[i]))
                .collect(Collectors.joining(","));
        return "{\"inputs\":[{\"name\":\"rows\",\"shape\":[1,%d],\"datatype\":\"FP32\",\"data\":[%s]}]}"
                .formatted(row.length, data);
    }

    @Test
    void anExpertSaysWhatItTakesAndGives() {
        try (TestServer server = server()) {
            assertThat(server.get("/v2/models/ads.cheap").body())
                    .contains("\"name\":\"ads.cheap\"")
                    .contains("\"versions\":[\"3\"]")
                    .contains("\"name\":\"rows\",\"datatype\":\"FP32\",\"shape\":[-1,%d]".formatted(dimensions(server)))
                    .contains("\"name\":\"output\",\"datatype\":\"FP32\",\"shape\":[-1,1]");
            assertThat(server.get("/v2/models/ads.cheap/ready").statusCode()).isEqualTo(200);
            assertThat(server.get("/v2/models/ads.cheap/versions/4").statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void anExpertAnswersAloneWithTheSameBitsOverEveryTransport() {
        try (TestServer server = server();
                GrpcClient client = new GrpcClient(server)) {
            float[] row = row(server);
            float expected = alone(server, "cheap", row)[0];

            assertThat(server.post("/v2/models/ads.cheap/infer", json(row)).body())
                    .contains("\"shape\":[1,1],\"data\":[%s]".formatted(expected));

            ByteBuffer raw = ByteBuffer.allocate(row.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            raw.asFloatBuffer().put(row);
            ModelInferResponse answer = client.blocking()
                    .modelInfer(ModelInferRequest.newBuilder()
                            .setModelName("ads.cheap")
                            .addInputs(GrpcClient.input("rows", "FP32", 1, row.length))
                            .addRawInputContents(ByteString.copyFrom(raw.array()))
                            .build());
            assertThat(answer.getOutputs(0).getShapeList()).containsExactly(1L, 1L);
            assertThat(answer.getRawOutputContents(0)
                            .asReadOnlyByteBuffer()
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getFloat())
                    .isEqualTo(expected);
        }
    }

    @Test
    void theIndexAndTheStatisticsTellOfThem() {
        try (TestServer server = server()) {
            assertThat(server.post("/v2/repository/index", "").body())
                    .contains("{\"name\":\"ads\",\"version\":\"3\",\"state\":\"READY\",\"reason\":\"\"}")
                    .contains("{\"name\":\"ads.cheap\",\"version\":\"3\",\"state\":\"READY\",\"reason\":\"\"}")
                    .contains("{\"name\":\"ads.premium\",\"version\":\"3\",\"state\":\"READY\",\"reason\":\"\"}");

            server.post("/v2/models/ads.cheap/infer", json(row(server)));

            server.awaitMetric("witan_expert_rows_total{expert=\"cheap\",mixture=\"ads.cheap\"} 1.0");
            assertThat(server.get("/v2/models/stats").body()).contains("\"name\":\"ads.cheap\"");
        }
    }

    @Test
    void noMoreThanSixteenHaveAnEngineAndTheOneAskedLongestAgoGivesItsPlace() {
        Expert[] further = IntStream.range(0, 20)
                .mapToObj(i -> HandMadeMixture.another("e" + i))
                .toArray(Expert[]::new);
        try (TestServer server = server(further)) {
            for (int i = 0; i < 20; i++) {
                assertThat(server.post("/v2/models/ads.e%d/infer".formatted(i), json(row(server)))
                                .statusCode())
                        .isEqualTo(200);
            }
            List<String> running = running(server);
            assertThat(running).hasSize(16).contains("ads.e19").doesNotContain("ads.e0", "ads.e3");
            assertThat(server.post("/v2/models/ads.e0/infer", json(row(server))).statusCode())
                    .isEqualTo(200);
            assertThat(running(server)).hasSize(16).contains("ads.e0").doesNotContain("ads.e4");
        }
    }

    @Test
    void oneThatIsBeingAskedKeepsItsEngineAndTheNextIsRefusedWhereAllAre() {
        Expert[] further = IntStream.range(0, 17)
                .mapToObj(i -> HandMadeMixture.another("e" + i))
                .toArray(Expert[]::new);
        try (TestServer server = server(further)) {
            List<Lease> held = IntStream.range(0, 16)
                    .mapToObj(i -> server.host.lease("ads.e" + i).orElseThrow())
                    .toList();
            HttpResponse<String> refused = server.post("/v2/models/ads.e16/infer", json(row(server)));
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.body()).contains("16 experts of mixture 'ads' are being asked one by one");
            held.get(5).close();
            assertThat(server.post("/v2/models/ads.e16/infer", json(row(server)))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(running(server)).contains("ads.e4", "ads.e16").doesNotContain("ads.e5");
            held.forEach(Lease::close);
        }
    }

    private static List<String> running(TestServer server) {
        return server.host.allWithExperts().stream()
                .map(HostedMixture::name)
                .filter(name -> name.startsWith("ads."))
                .toList();
    }

    @Test
    void theyComeAndGoWithTheirMixture() {
        try (TestServer server = server()) {
            server.post("/v2/models/ads.cheap/infer", json(row(server)));
            server.source.publish(HandMadeMixture.NAME, 4);

            server.host.load(HandMadeMixture.NAME);
            HttpResponse<String> answer = server.post("/v2/models/ads.cheap/infer", json(row(server)));
            assertThat(answer.body()).contains("\"model_version\":\"4\"");

            server.host.unload(HandMadeMixture.NAME);
            assertThat(server.get("/v2/models/ads.cheap/ready").statusCode()).isEqualTo(503);
            assertThat(server.post("/v2/models/ads.cheap/infer", "{}").statusCode())
                    .isEqualTo(503);
            assertThat(server.source.inMemory()).isZero();
            assertThat(new String(server.telemetry.scrape(), UTF_8)).doesNotContain("ads.cheap");
        }
    }

    @Test
    void noneIsExposedUnlessItIsAskedFor() {
        try (TestServer server = new TestServer()) {
            assertThat(server.get("/v2/models/ads.cheap").statusCode()).isEqualTo(404);
            assertThat(server.post("/v2/repository/index", "").body()).doesNotContain("ads.cheap");
        }
    }

    @Test
    void oneWhoseWorkIsDoneElsewhereIsNot() {
        try (TestServer server = server(new Distant(Optional.empty()))) {
            assertThat(server.get("/v2/models/ads.distant").statusCode()).isEqualTo(404);
            assertThat(server.post("/v2/models/ads.none/infer", "{}").statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void aMixtureIsServedWithoutAnExpertThatDoesNotAnswerYetAndSaysSo() {
        Distant distant = new Distant(Optional.of(new WitanException(ErrorCode.UNAVAILABLE, "connection refused")));
        try (TestServer server = server(distant)) {
            assertThat(server.post("/v2/repository/index", "").body())
                    .contains("\"state\":\"READY\",\"reason\":\"expert 'distant': connection refused\"");
        }
    }

    @Test
    void aMixtureIsNotServedWithAnExpertThatNeverCanAnswer() {
        WitanException why = new WitanException(ErrorCode.INVALID_CONFIGURATION, "another shape");
        assertThat(catchThrowableOfType(
                        WitanException.class,
                        () -> server(new Distant(Optional.of(why))).close()))
                .hasMessageContaining("another shape");
    }

    @Test
    void aRowOfAnotherWidthIsRefused() {
        try (TestServer server = server()) {
            HttpResponse<String> answer = server.send(server.request("/v2/models/ads.cheap/infer")
                    .header("content-type", "application/json")
                    .POST(BodyPublishers.ofString(json(new float[2]))));
            assertThat(answer.statusCode()).isEqualTo(400);
        }
    }

    /// An expert at another place.
    private record Distant(Optional<WitanException> why) implements Expert {
        @Override
        public String id() {
            return "distant";
        }

        @Override
        public String digest() {
            return "sha256:distant";
        }

        @Override
        public int inputs() {
            return 12;
        }

        @Override
        public int outputs() {
            return 1;
        }

        @Override
        public long multiplyAddsPerRow() {
            return 0;
        }

        @Override
        public boolean isLocal() {
            return false;
        }

        @Override
        public int scratchWidth() {
            return 0;
        }

        @Override
        public void warm() {
            why.ifPresent(e -> {
                throw e;
            });
        }

        @Override
        public Optional<String> trouble() {
            return why.map(WitanException::reason);
        }

        @Override
        public void submit(ExpertBatch batch, Kernels kernels, Scratch scratch, ExpertCompletion completion) {
            completion.failed(batch, new WitanException(ErrorCode.UNAVAILABLE, "never"));
        }
    }
}
