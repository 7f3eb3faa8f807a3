// SPDX-License-Identifier: Apache-2.0
package dev.witan.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import inference.GrpcPredictV2.ModelInferResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// One request, four ways: REST with JSON and with binary tensors, gRPC with typed and with raw contents.
@ExtendWith(ServedMixtures.class)
class EqualBitsTest {
    private static final long SEED = 20261122;
    private static final int ROWS = 64;

    private final AdsTraffic traffic = new AdsTraffic(SEED, ROWS);
    private final KServeClient grpc;
    private final RestClient rest;

    EqualBitsTest(WitanProcess witan) {
        grpc = new KServeClient(witan.grpc());
        rest = new RestClient(witan.rest());
    }

    @AfterEach
    void close() {
        grpc.close();
        rest.close();
    }

    @Test
    void givesTheSameBitsEveryWay() {
        List<Tensor> inputs = traffic.columns();

        Answer json = rest.json(AdsTraffic.MIXTURE, "one", inputs);

        assertThat(json.outputs().get("probability")).startsWith("FP32[%d]".formatted(ROWS));
        assertThat(json.id()).isEqualTo("one");
        assertThat(rest.binary(AdsTraffic.MIXTURE, "one", inputs)).isEqualTo(json);
        assertThat(Answer.of(typed(inputs))).isEqualTo(json);
        assertThat(Answer.of(raw(inputs))).isEqualTo(json);
    }

    @Test
    void takesHalfPrecisionInRawContents() {
        List<Tensor> inputs = new ArrayList<>(traffic.columns());
        inputs.add(traffic.half());

        Answer json = rest.json(AdsTraffic.MIXTURE, "one", inputs);

        assertThat(rest.binary(AdsTraffic.MIXTURE, "one", inputs)).isEqualTo(json);
        assertThat(Answer.of(raw(inputs))).isEqualTo(json);
    }

    @Test
    void givesOneRowTheBitsThatItHasAmongOthers() {
        Answer many = Answer.of(raw(traffic.columns()));
        List<Tensor> first = new AdsTraffic(SEED, ROWS)
                .columns().stream()
                        .map(tensor -> new Tensor(
                                tensor.name(),
                                tensor.datatype(),
                                List.of(tensor.elements().getFirst())))
                        .toList();

        Answer one = Answer.of(typed(first));

        String probability = one.outputs().get("probability").substring("FP32[1]".length());
        assertThat(many.outputs().get("probability")).startsWith("FP32[%d]%s".formatted(ROWS, probability));
    }

    private ModelInferResponse typed(List<Tensor> inputs) {
        return grpc.blocking().modelInfer(KServeClient.typed(AdsTraffic.MIXTURE, "one", inputs));
    }

    private ModelInferResponse raw(List<Tensor> inputs) {
        return grpc.blocking().modelInfer(KServeClient.raw(AdsTraffic.MIXTURE, "one", inputs));
    }
}
