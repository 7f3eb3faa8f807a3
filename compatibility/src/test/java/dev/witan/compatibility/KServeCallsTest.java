// SPDX-License-Identifier: Apache-2.0
package dev.witan.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import inference.GrpcPredictV2.ModelMetadataRequest;
import inference.GrpcPredictV2.ModelMetadataResponse;
import inference.GrpcPredictV2.ModelMetadataResponse.TensorMetadata;
import inference.GrpcPredictV2.ModelReadyRequest;
import inference.GrpcPredictV2.ServerLiveRequest;
import inference.GrpcPredictV2.ServerMetadataRequest;
import inference.GrpcPredictV2.ServerMetadataResponse;
import inference.GrpcPredictV2.ServerReadyRequest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// What Camel's client classes learn about the server and its mixtures: the same as a REST client does.
@ExtendWith(ServedMixtures.class)
class KServeCallsTest {
    private final KServeClient grpc;
    private final RestClient rest;

    KServeCallsTest(WitanProcess witan) {
        grpc = new KServeClient(witan.grpc());
        rest = new RestClient(witan.rest());
    }

    @AfterEach
    void close() {
        grpc.close();
        rest.close();
    }

    @Test
    void isLiveAndReady() {
        assertThat(grpc.blocking()
                        .serverLive(ServerLiveRequest.getDefaultInstance())
                        .getLive())
                .isTrue();
        assertThat(grpc.blocking()
                        .serverReady(ServerReadyRequest.getDefaultInstance())
                        .getReady())
                .isTrue();
    }

    @Test
    void isReadyForMixtureWithAndWithoutRelease() {
        ModelReadyRequest request =
                ModelReadyRequest.newBuilder().setName(AdsTraffic.MIXTURE).build();

        assertThat(grpc.blocking().modelReady(request).getReady()).isTrue();
        assertThat(grpc.blocking()
                        .modelReady(request.toBuilder().setVersion(release()).build())
                        .getReady())
                .isTrue();
    }

    @Test
    void describesServer() {
        ServerMetadataResponse server = grpc.blocking().serverMetadata(ServerMetadataRequest.getDefaultInstance());

        JsonNode expected = rest.get("/v2");
        assertThat(server.getName()).isEqualTo(expected.get("name").asString());
        assertThat(server.getVersion()).isEqualTo(expected.get("version").asString());
        assertThat(server.getExtensionsList())
                .isNotEmpty()
                .containsExactlyElementsOf(expected.get("extensions")
                        .valueStream()
                        .map(JsonNode::asString)
                        .toList());
    }

    @Test
    void describesMixture() {
        ModelMetadataResponse mixture = grpc.blocking()
                .modelMetadata(ModelMetadataRequest.newBuilder()
                        .setName(AdsTraffic.MIXTURE)
                        .build());

        JsonNode expected = rest.get("/v2/models/" + AdsTraffic.MIXTURE);
        assertThat(mixture.getName()).isEqualTo(AdsTraffic.MIXTURE);
        assertThat(mixture.getVersionsList()).containsExactly(release());
        assertThat(mixture.getPlatform()).isEqualTo(expected.get("platform").asString());
        assertThat(tensors(mixture.getInputsList())).isNotEmpty().isEqualTo(tensors(expected.get("inputs")));
        assertThat(tensors(mixture.getOutputsList())).isNotEmpty().isEqualTo(tensors(expected.get("outputs")));
    }

    private String release() {
        return rest.get("/v2/models/" + AdsTraffic.MIXTURE)
                .get("versions")
                .get(0)
                .asString();
    }

    private static List<String> tensors(List<TensorMetadata> tensors) {
        return tensors.stream()
                .map(tensor -> tensor.getName() + tensor.getDatatype() + tensor.getShapeList())
                .toList();
    }

    private static List<String> tensors(JsonNode tensors) {
        return tensors.valueStream()
                .map(tensor -> tensor.get("name").asString()
                        + tensor.get("datatype").asString()
                        + tensor.get("shape")
                                .valueStream()
                                .map(JsonNode::asLong)
                                .toList())
                .toList();
    }
}
