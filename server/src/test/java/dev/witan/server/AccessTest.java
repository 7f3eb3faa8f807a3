// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.Limits;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.response.BinaryHead;
import dev.witan.server.security.AdminToken;
import dev.witan.server.security.ApiKey;
import dev.witan.server.security.ApiKeys;
import dev.witan.server.security.Principal;
import inference.RepositoryIndexRequest;
import inference.RepositoryModelLoadRequest;
import inference.ServerReadyRequest;
import io.grpc.Status;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {
    private final ApiKey key = ApiKey.generate();

    @TempDir
    Path folder;

    private TestServer server(ServerConfig config) {
        return new TestServer(config, Limits.defaults(), new BinaryHead(List.of("skip", "click")), List.of());
    }

    private ApiKeys keys() throws IOException {
        Path file = folder.resolve("keys.yaml");
        Files.writeString(file, "keys:\n" + key.entry(new Principal("ranking", "ads", Set.of("eu"))));
        return ApiKeys.read(file);
    }

    @Test
    void whereThereAreKeysOnlyTheyOpenTheDataPlane() throws IOException {
        try (TestServer server = server(TestServer.config().withAccess("127.0.0.1", keys()))) {
            HttpResponse<String> without = server.get("/v2/models/ads");
            HttpResponse<String> wrong = server.send(
                    server.request("/v2").header("x-api-key", ApiKey.generate().secret()));

            assertThat(without.statusCode()).isEqualTo(401);
            assertThat(without.body()).contains("a request needs an API key");
            assertThat(without.headers().firstValue("www-authenticate")).hasValue("Bearer");
            assertThat(wrong.statusCode()).isEqualTo(401);
            assertThat(wrong.body()).contains("the API key must be one that this server knows");
            assertThat(server.get("/metrics").statusCode()).isEqualTo(401);
            assertThat(server.get("/v2/nothing").statusCode()).isEqualTo(401);
            assertThat(server.get("/v2/health/ready").statusCode()).isEqualTo(200);
            assertThat(server.send(server.request("/v2").header("authorization", "Bearer " + key.secret()))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(server.send(server.request("/v2").header("x-api-key", key.secret()))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void theAdminApiNeedsItsTokenAndHasAPortOfItsOwn() {
        try (TestServer server = server(TestServer.config())) {
            assertThat(server.send(server.admin("/admin/v1/status")).statusCode())
                    .isEqualTo(401);
            assertThat(server.send(server.admin("/admin/v1/status").header("authorization", "Bearer wrong"))
                            .statusCode())
                    .isEqualTo(401);
            assertThat(server.get("/admin/v1/status").statusCode()).isEqualTo(404);
            assertThat(server.send(server.admin("/v2").header("authorization", "Bearer " + TestServer.ADMIN_TOKEN))
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void theStatusPageTellsWhatRuns() {
        try (TestServer server = server(TestServer.config())) {
            String status = server.send(server.admin("/admin/v1/status")
                            .header("authorization", "Bearer " + TestServer.ADMIN_TOKEN))
                    .body();

            assertThat(status)
                    .startsWith("{\"version\":\"0.1.0\",\"state\":\"ready\",\"uptime_seconds\":")
                    .contains(
                            "\"name\":\"ads\",\"release\":3,\"digest\":\"sha256:feed\",\"kernels\":{\"name\":\"scalar\"")
                    .contains("\"queue_depth\":0", "\"queue_requests_max\":1024", "\"body_bytes_max\":33554432")
                    .contains("\"requests_max\":1024")
                    .contains("{\"id\":\"premium\",\"digest\":\"sha256:premium\"}");
        }
    }

    @Test
    void drainingByTheAdminApiEndsTheServiceAndKeepsThePortsOpen() {
        try (TestServer server = server(TestServer.config())) {
            HttpResponse<String> drain = server.send(server.admin("/admin/v1/drain")
                    .header("authorization", "Bearer " + TestServer.ADMIN_TOKEN)
                    .POST(BodyPublishers.noBody()));

            assertThat(drain.statusCode()).isEqualTo(202);
            assertThat(drain.body()).contains("\"state\":\"draining\"");
            assertThat(server.get("/v2/health/ready").statusCode()).isEqualTo(503);
            assertThat(server.get("/v2/health/live").statusCode()).isEqualTo(200);
            assertThat(server.infer("{}").statusCode()).isEqualTo(503);
        }
    }

    @Test
    void anAddressThatOthersCanReachNeedsKeys() throws IOException {
        assertThatThrownBy(() -> TestServer.config().withAccess("0.0.0.0", ApiKeys.NONE))
                .isInstanceOf(WitanException.class)
                .hasMessage("an address that others can reach needs API keys: '0.0.0.0' has none; name a key file, or"
                        + " listen on 127.0.0.1");
        assertThat(TestServer.config().withAccess("0.0.0.0", keys()).host()).isEqualTo("0.0.0.0");
    }

    @Test
    void theTwoPortsMustDiffer() {
        assertThatThrownBy(() -> TestServer.config().withPorts(8123, 8123))
                .hasMessage("the data plane and the admin API must not share a port: 8123");
        assertThatThrownBy(() -> TestServer.config().withPorts(70_000, 0))
                .hasMessage("port must be between 0 and 65535: 70000");
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        try (TestServer server = server(TestServer.config())) {
            assertThatThrownBy(() -> server(TestServer.config().withPorts(server.server.port(), 0)))
                    .isInstanceOf(WitanException.class)
                    .hasMessageContaining("the port of the data plane must be free")
                    .hasMessageContaining("127.0.0.1:" + server.server.port());
        }
    }

    @Test
    void aGeneratedAdminTokenIsReadableByItsOwnerOnly() throws IOException {
        Path file = folder.resolve("admin.token");

        AdminToken token = AdminToken.generate(file);

        assertThat(Files.getPosixFilePermissions(file)).hasToString("[OWNER_READ, OWNER_WRITE]");
        assertThat(token.matches(Files.readString(file).strip())).isTrue();
        assertThat(token.matches("something else")).isFalse();
    }

    @Test
    void whoMayLoadSeesWhatThereIsToLoad() throws IOException {
        try (TestServer server = server(TestServer.config().withAccess("127.0.0.1", keys()));
                GrpcClient client = new GrpcClient(server)) {
            String bearer = "Bearer " + TestServer.ADMIN_TOKEN;

            assertThat(server.send(server.admin("/v2/repository/index")
                                    .header("authorization", bearer)
                                    .POST(BodyPublishers.noBody()))
                            .body())
                    .contains("\"name\":\"ads\"");
            assertThat(client.with("authorization", bearer)
                            .repositoryIndex(RepositoryIndexRequest.getDefaultInstance())
                            .getModelsCount())
                    .isEqualTo(1);
            assertThat(server.post("/v2/repository/index", "").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void overGrpcAKeyOpensWhatItOpensOverRest() throws IOException {
        try (TestServer server = server(TestServer.config().withAccess("127.0.0.1", keys()));
                GrpcClient client = new GrpcClient(server)) {
            Status none = GrpcClient.refusal(() -> client.blocking().modelInfer(GrpcClient.good()));
            Status wrong = GrpcClient.refusal(
                    () -> client.with("x-api-key", ApiKey.generate().secret()).modelInfer(GrpcClient.good()));
            Status notForThis = GrpcClient.refusal(() -> client.with("authorization", "Bearer " + key.secret())
                    .repositoryModelLoad(RepositoryModelLoadRequest.newBuilder()
                            .setModelName("ads")
                            .build()));

            assertThat(none.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(none.getDescription()).startsWith("a request needs an API key");
            assertThat(wrong.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(notForThis.getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
            assertThat(client.with("authorization", "Bearer " + key.secret())
                            .modelInfer(GrpcClient.good())
                            .getOutputsCount())
                    .isEqualTo(2);
            assertThat(client.blocking()
                            .serverReady(ServerReadyRequest.getDefaultInstance())
                            .getReady())
                    .isTrue();
        }
    }

    @Test
    void aGrpcPortThatIsTakenIsNamed() {
        try (TestServer server = new TestServer()) {
            assertThatThrownBy(() -> server(TestServer.config().withGrpcPort(server.server.port())))
                    .hasMessageStartingWith("the port of gRPC must be free and ours to open, 127.0.0.1:");
        }
    }
}
