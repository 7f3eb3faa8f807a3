// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.check;

import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// A server to check, and how.
///
/// @param server its REST address, like `http://127.0.0.1:8000`
/// @param grpc its gRPC address, like `127.0.0.1:8001`; `""` for none
/// @param model to ask; `""` for the first that the repository index calls ready
/// @param request a sample inference request in JSON; `""` to make one up from the metadata
/// @param apiKey sent as bearer credential with every request; `""` for none
/// @param adminToken sent instead with load and unload; `""` for none
/// @param mayUnload whether cases may unload the model and load it again
/// @param transports to use
/// @param cases patterns of case ids, with `*` for any characters
/// @param answerMax how long one answer may take
/// @param caseMax how long one case may take
public record Target(
        URI server,
        String grpc,
        String model,
        String request,
        String apiKey,
        String adminToken,
        boolean mayUnload,
        Set<Transport> transports,
        List<String> cases,
        Duration answerMax,
        Duration caseMax) {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(10);
    private static final Duration CASE_MAX = Duration.ofSeconds(60);

    public Target {
        transports = Set.copyOf(transports);
        cases = List.copyOf(cases);
        if (server.getHost() == null || !Set.of("http", "https").contains(server.getScheme())) {
            throw new IllegalArgumentException("the server must be a URL like http://127.0.0.1:8000: " + server);
        }
        if (!grpc.isEmpty() && !grpc.matches(".+:\\d{1,5}")) {
            throw new IllegalArgumentException("the gRPC address must be like 127.0.0.1:8001: " + grpc);
        }
    }

    /// Everything that can be checked over REST, and over gRPC once [#withGrpc] tells its address.
    public static Target of(URI server) {
        return new Target(
                server, "", "", "", "", "", false, EnumSet.allOf(Transport.class), List.of("*"), ANSWER_MAX, CASE_MAX);
    }

    public Target withGrpc(String address) {
        return new Target(
                server, address, model, request, apiKey, adminToken, mayUnload, transports, cases, answerMax, caseMax);
    }

    public Target withModel(String name) {
        return new Target(
                server, grpc, name, request, apiKey, adminToken, mayUnload, transports, cases, answerMax, caseMax);
    }

    public Target withRequest(String json) {
        return new Target(
                server, grpc, model, json, apiKey, adminToken, mayUnload, transports, cases, answerMax, caseMax);
    }

    public Target withApiKey(String key) {
        return new Target(
                server, grpc, model, request, key, adminToken, mayUnload, transports, cases, answerMax, caseMax);
    }

    /// Knows the token for load and unload, and does not use it on the model.
    public Target withAdminToken(String token) {
        return new Target(server, grpc, model, request, apiKey, token, false, transports, cases, answerMax, caseMax);
    }

    /// Knows the token for load and unload, and may use it on the model.
    public Target withRepositoryCases(String token) {
        return new Target(server, grpc, model, request, apiKey, token, true, transports, cases, answerMax, caseMax);
    }

    public Target withTransports(Set<Transport> some) {
        return new Target(server, grpc, model, request, apiKey, adminToken, mayUnload, some, cases, answerMax, caseMax);
    }

    public Target withCases(List<String> patterns) {
        return new Target(
                server, grpc, model, request, apiKey, adminToken, mayUnload, transports, patterns, answerMax, caseMax);
    }

    public Target withDeadlines(Duration answer, Duration whole) {
        return new Target(
                server, grpc, model, request, apiKey, adminToken, mayUnload, transports, cases, answer, whole);
    }

    /// Whether the pattern and the transports include a case.
    public boolean wants(Case testCase) {
        return transports.contains(testCase.transport()) && matches(testCase.id());
    }

    private boolean matches(String id) {
        return cases.stream().anyMatch(pattern -> id.matches("\\Q" + pattern.replace("*", "\\E.*\\Q") + "\\E"));
    }
}
