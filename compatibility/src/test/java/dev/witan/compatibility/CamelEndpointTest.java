// SPDX-License-Identifier: Apache-2.0
package dev.witan.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inference.GrpcPredictV2.ModelInferRequest;
import inference.GrpcPredictV2.ModelInferResponse;
import inference.GrpcPredictV2.ModelMetadataResponse;
import inference.GrpcPredictV2.ModelReadyResponse;
import inference.GrpcPredictV2.ServerLiveResponse;
import inference.GrpcPredictV2.ServerMetadataResponse;
import inference.GrpcPredictV2.ServerReadyResponse;
import io.grpc.Status;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.component.kserve.KServeConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Every endpoint of Camel's `kserve` component, as routes use them.
@ExtendWith(ServedMixtures.class)
class CamelEndpointTest {
    private static final List<Tensor> INPUTS = new AdsTraffic(11, 3).columns();

    private final CamelContext camel = new DefaultCamelContext();
    private final WitanProcess witan;

    CamelEndpointTest(WitanProcess witan) {
        this.witan = witan;
        camel.start();
    }

    @AfterEach
    void close() {
        camel.stop();
    }

    @Test
    void asksTheServer() {
        assertThat(ask("server/live", "", null, ServerLiveResponse.class).getLive())
                .isTrue();
        assertThat(ask("server/ready", "", null, ServerReadyResponse.class).getReady())
                .isTrue();
        assertThat(ask("server/metadata", "", null, ServerMetadataResponse.class)
                        .getName())
                .isEqualTo("witan");
    }

    @Test
    void asksAboutMixture() {
        String model = "&modelName=" + AdsTraffic.MIXTURE;

        assertThat(ask("model/ready", model, null, ModelReadyResponse.class).getReady())
                .isTrue();
        assertThat(ask("model/metadata", model, null, ModelMetadataResponse.class)
                        .getInputsCount())
                .isPositive();
    }

    @Test
    void asksMixture() {
        ModelInferRequest request = KServeClient.typed("", "camel", INPUTS);

        Answer answer = Answer.of(ask("infer", "&modelName=" + AdsTraffic.MIXTURE, request, ModelInferResponse.class));

        try (RestClient rest = new RestClient(witan.rest())) {
            assertThat(answer).isEqualTo(rest.json(AdsTraffic.MIXTURE, "camel", INPUTS));
        }
    }

    @Test
    void passesStatusOn() {
        assertThatThrownBy(() -> camel.createProducerTemplate()
                        .requestBodyAndHeader(endpoint("model/metadata", ""), null, KServeConstants.MODEL_NAME, "adz"))
                .isInstanceOf(CamelExecutionException.class)
                .satisfies(e -> assertThat(Status.fromThrowable(e).getCode()).isEqualTo(Status.Code.NOT_FOUND));
    }

    private <T> T ask(String api, String options, Object body, Class<T> answer) {
        return camel.createProducerTemplate().requestBody(endpoint(api, options), body, answer);
    }

    private String endpoint(String api, String options) {
        return "kserve:%s?target=%s%s".formatted(api, witan.grpc(), options);
    }
}
