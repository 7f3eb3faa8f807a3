// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ProtocolTest {
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
    void healthSaysThatTheServerIsLiveAndReady() {
        assertThat(server.get("/v2/health/live").body()).isEqualTo("{\"live\":true}");
        assertThat(server.get("/v2/health/ready").body()).isEqualTo("{\"ready\":true}");
        assertThat(server.get("/v2/models/ads/ready").statusCode()).isEqualTo(200);
        assertThat(server.get("/v2/models/ads/versions/3/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void theServerNamesOnlyTheExtensionsThatItHas() {
        assertThat(server.get("/v2").body())
                .isEqualTo(
                        "{\"name\":\"witan\",\"version\":\"0.1.0\",\"extensions\":[\"binary_tensor_data\",\"model_repository\",\"model_configuration\",\"statistics\"]}");
    }

    @Test
    void metadataNamesTheColumnsAndTheOutputs() {
        HttpResponse<String> metadata = server.get("/v2/models/ads");

        assertThat(metadata.body()).isEqualTo("""
                        {"name":"ads","versions":["3"],"platform":"witan","inputs":[\
                        {"name":"age","datatype":"FP64","shape":[-1],"parameters":{"kind":"numeric"}},\
                        {"name":"bid","datatype":"FP64","shape":[-1],"parameters":{"kind":"numeric"}},\
                        {"name":"city","datatype":"BYTES","shape":[-1],"parameters":{"kind":"categorical"}},\
                        {"name":"slot","datatype":"BYTES","shape":[-1],"parameters":{"kind":"categorical"}}],\
                        "outputs":[\
                        {"name":"label","datatype":"BYTES","shape":[-1],"parameters":{"classes":["skip","click"]}},\
                        {"name":"probability","datatype":"FP32","shape":[-1],\
                        "parameters":{"classes":["skip","click"]}}]}""");
        assertThat(server.get("/v2/models/ads/versions/3").body()).isEqualTo(metadata.body());
    }

    @Test
    void anAnswerNamesMixtureReleaseAndTheCallersId() {
        HttpResponse<String> answer = server.infer("""
                {"id": "call-7", "inputs": [
                  {"name": "age", "shape": [2], "datatype": "FP32", "data": [39, 52.5]},
                  {"name": "city", "shape": [2, 1], "datatype": "BYTES", "data": [["Łódź"], [null]]}]}""");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(answer.body())
                .startsWith("{\"model_name\":\"ads\",\"model_version\":\"3\",\"id\":\"call-7\",\"outputs\":["
                        + "{\"name\":\"label\",\"datatype\":\"BYTES\",\"shape\":[2],\"data\":[")
                .contains("{\"name\":\"probability\",\"datatype\":\"FP32\",\"shape\":[2],\"data\":[0.");
    }
}
