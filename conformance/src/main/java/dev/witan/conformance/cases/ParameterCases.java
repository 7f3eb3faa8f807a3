// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.cases;

import static dev.witan.conformance.check.Source.PARAMETERS_EXTENSION;
import static dev.witan.conformance.check.Source.SCHEDULE_POLICY;

import dev.witan.conformance.check.Case;
import dev.witan.conformance.check.Trial;
import inference.InferParameter;
import inference.ModelInferRequest;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Parameters of a request that extensions give a meaning to.
final class ParameterCases {
    private static final String PARAMETERS = "parameters";
    private static final String SCHEDULE = "schedule_policy";
    private static final long TIMEOUT_MICROS = 60_000_000;

    private ParameterCases() {}

    static List<Case> rest() {
        return new Rules("rest.parameters")
                .extension(
                        "custom",
                        PARAMETERS_EXTENSION,
                        "A server that announces parameters takes those that it does not know.",
                        trial -> {
                            trial.requireExtension(PARAMETERS);
                            trial.answer(with(trial, "conformance_custom", 42));
                        })
                .extension(
                        "timeout",
                        SCHEDULE_POLICY,
                        "A timeout in microseconds, long enough, changes nothing.",
                        trial -> {
                            trial.requireExtension(SCHEDULE);
                            trial.answer(with(trial, "timeout", TIMEOUT_MICROS));
                        })
                .extension("priority", SCHEDULE_POLICY, "Priority 0, the usual one, changes nothing.", trial -> {
                    trial.requireExtension(SCHEDULE);
                    trial.answer(with(trial, "priority", 0));
                })
                .cases();
    }

    static List<Case> grpc() {
        return new Rules("grpc.parameters")
                .extension(
                        "custom",
                        PARAMETERS_EXTENSION,
                        "A server that announces parameters takes those that it does not know.",
                        trial -> {
                            trial.requireExtension(PARAMETERS);
                            trial.grpc().answer(withGrpc(trial, "conformance_custom", 42));
                        })
                .extension(
                        "timeout",
                        SCHEDULE_POLICY,
                        "A timeout in microseconds, long enough, changes nothing.",
                        trial -> {
                            trial.requireExtension(SCHEDULE);
                            trial.grpc().answer(withGrpc(trial, "timeout", TIMEOUT_MICROS));
                        })
                .cases();
    }

    private static ObjectNode with(Trial trial, String name, long value) {
        ObjectNode request = trial.request();
        request.putObject("parameters").put(name, value);
        return request;
    }

    private static ModelInferRequest.Builder withGrpc(Trial trial, String name, long value) {
        return trial.grpc()
                .rawRequest()
                .putParameters(
                        name, InferParameter.newBuilder().setInt64Param(value).build());
    }
}
